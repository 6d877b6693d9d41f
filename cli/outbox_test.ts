// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch } from "@std/assert";
import { SqliteStore } from "../lib/outbox/mod.ts";
import { fakeIo } from "./fake_io.ts";
import { main } from "./main.ts";

const encoder = new TextEncoder();

/** Runs command lines in a folder with an outbox.db of two dead letters and two that wait. */
async function withOutbox(
  test: (run: (...args: string[]) => Promise<unknown>, path: string) => Promise<void>,
): Promise<void> {
  const cwd = await Deno.makeTempDir({ prefix: "natsrig-cli-" });
  try {
    const path = `${cwd}/outbox.db`;
    const store = SqliteStore.open(path);
    const append = ["tea", "milk", "salt", "ice"].map((text, i) => ({
      id: `n${i + 1}`,
      given: true,
      subject: "orders.new",
      payload: encoder.encode(text),
      at: Date.UTC(2026, 0, 1),
    }));
    const headers = { Trace: "7" };
    const bury = [{ seq: 1, reason: "js:10071: no" }, { seq: 2, reason: "red \x1b[31m" }];
    store.commit({ append: append.map((draft) => ({ ...draft, headers })), remove: [], bury: [] });
    store.commit({ append: [], remove: [], bury });
    store.close();
    await test(async (...args) => {
      const io = fakeIo({ cwd });
      const code = await main(["outbox", ...args], io);
      return { code, ...io.written };
    }, path);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

const time = "2026-01-01T00:00:00.000Z";
const dead = `dead     n1  orders.new  3 B  ${time}  js:10071: no
dead     n2  orders.new  4 B  ${time}  red ␛[31m
`;

Deno.test("outbox ls shows what waits, and what was refused and why", () =>
  withOutbox(async (run) => {
    const waiting =
      `waiting  n3  orders.new  4 B  ${time}\nwaiting  n4  orders.new  3 B  ${time}\n`;
    const stderr = "2 waiting, 2 dead, 106 bytes\n";
    assertEquals(await run("ls", "outbox.db"), { code: 0, stdout: waiting + dead, stderr });
    assertEquals(await run("ls", "outbox.db", "--dead"), { code: 0, stdout: dead, stderr });
    assertEquals(await run("ls", "outbox.db", "--limit", "1"), {
      code: 0,
      stdout: `waiting  n3  orders.new  4 B  ${time}\n${dead}`,
      stderr: "2 waiting (1 shown), 2 dead, 106 bytes\n",
    });
  }));

Deno.test("outbox retry lets a dead letter wait again, outbox drop deletes it", () =>
  withOutbox(async (run) => {
    assertEquals(await run("retry", "outbox.db", "n1", "n9"), {
      code: 1,
      stdout: "",
      stderr: 'retried 1\nerror: there is no dead letter "n9"\n',
    });
    const dropped = { code: 0, stdout: "", stderr: "dropped 1\n" };
    assertEquals(await run("drop", "outbox.db", "--all"), dropped);
    const waiting = ["n3", "n4", "n1"].map((id) =>
      `waiting  ${id}  orders.new  ${id === "n3" ? 4 : 3} B  ${time}\n`
    );
    const stderr = "3 waiting, 0 dead, 79 bytes\n";
    assertEquals(await run("ls", "outbox.db"), { code: 0, stdout: waiting.join(""), stderr });
  }));

Deno.test("outbox export writes everything as lines of JSON", () =>
  withOutbox(async (run) => {
    const { at, headers } = { at: time, headers: { Trace: "7" } };
    const common = { subject: "orders.new", at, headers };
    const lines = [
      { state: "waiting", id: "n3", ...common, data: "c2FsdA==" },
      { state: "waiting", id: "n4", ...common, data: "aWNl" },
      { state: "dead", id: "n1", ...common, data: "dGVh", reason: "js:10071: no" },
      { state: "dead", id: "n2", ...common, data: "bWlsaw==", reason: "red \x1b[31m" },
    ];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`);
    assertEquals(await run("export", "outbox.db"), {
      code: 0,
      stdout: text.join(""),
      stderr: "",
    });
    assertEquals(await run("export", "outbox.db", "--dead"), {
      code: 0,
      stdout: text.slice(2).join(""),
      stderr: "",
    });
  }));

Deno.test("outbox says what is wrong with its arguments, and makes no file", () =>
  withOutbox(async (run) => {
    for (
      const [args, stderr] of [
        [[], "error: there is nothing to do\n  help: it can ls, retry, drop, export\n"],
        [["retyr", "outbox.db"], 'error: outbox cannot "retyr"\n  help: did you mean "retry"?\n'],
        [["ls"], "error: outbox ls needs a FILE\n"],
        [["ls", "no.db"], "error: there is no file no.db\n"],
        [["ls", "."], "error: there is no file .\n"],
        [["ls", "outbox.db", "n1"], 'error: outbox ls takes no ids: got "n1"\n'],
        [["retry", "outbox.db"], "error: outbox retry outbox.db needs either ids or --all\n"],
        [
          ["drop", "outbox.db", "n1", "--all"],
          "error: outbox drop outbox.db needs either ids or --all\n",
        ],
      ] as const
    ) assertEquals(await run(...args), { code: 2, stdout: "", stderr });
    assertEquals(await run("ls", "no.db"), await run("ls", "no.db"));
  }));

Deno.test("outbox says when somebody else has the file", () =>
  withOutbox(async (run, path) => {
    const owner = SqliteStore.open(path);
    const result = await run("ls", "outbox.db");
    owner.close();
    assertMatch(JSON.stringify(result), /"code":3,.*another process.*has it open/);
  }));
