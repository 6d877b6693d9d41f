// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { OutboxError } from "./error.ts";
import { toOutboxError } from "./sqlite_failure.ts";
import { SqliteStore } from "./sqlite_store.ts";
import type { OutboxDraft } from "./store.ts";

function draft(id: string, size = 2): OutboxDraft {
  return { id, given: false, subject: "a", payload: new Uint8Array(size), at: 0 };
}

/** Runs a test with the path of a file in a folder of its own. */
async function withFile(test: (path: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-outbox-" });
  try {
    await test(`${folder}/outbox.db`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function codeOfOpening(path: string): string {
  return assertThrows(() => SqliteStore.open(path), OutboxError).code;
}

Deno.test("SqliteStore.open() finds what was committed before", () =>
  withFile((path) => {
    const before = SqliteStore.open(path);
    before.commit({ append: [draft("1"), draft("2")], remove: [], bury: [] });
    before.commit({ append: [], remove: [1], bury: [] });
    before.close();
    const after = SqliteStore.open(path);
    assertEquals(after.after(0, 9).map(({ id }) => id), ["2"]);
    assertEquals(after.totals(), { rows: 1, dead: 0, bytes: 3 });
    assertEquals(after.commit({ append: [draft("3")], remove: [2], bury: [] })[0]?.seq, 3);
    after.close();
  }));

Deno.test("SqliteStore.open() fails with in-use while another one has the file", () =>
  withFile((path) => {
    const owner = SqliteStore.open(path);
    assertEquals(codeOfOpening(path), "in-use");
    owner.commit({ append: [draft("1")], remove: [], bury: [] });
    owner.close();
    SqliteStore.open(path).close();
  }));

Deno.test("SqliteStore.open() fails with in-use while another process has the file", () =>
  withFile(async (path) => {
    const store = new URL("sqlite_store.ts", import.meta.url).href;
    const program = `
      const { SqliteStore } = await import(${JSON.stringify(store)});
      SqliteStore.open(${JSON.stringify(path)});
      console.log("open");
      setInterval(() => {}, 1000);`;
    const command = new Deno.Command(Deno.execPath(), {
      args: ["eval", program],
      stdout: "piped",
    });
    await using owner = command.spawn();
    const reader = owner.stdout.getReader();
    await reader.read();
    assertEquals(codeOfOpening(path), "in-use");
    owner.kill("SIGKILL");
    await owner.status;
    await reader.cancel();
    // The lock ends with the process.
    SqliteStore.open(path).close();
  }));

Deno.test("SqliteStore keeps its file after an input or output error", () =>
  withFile(async (path) => {
    using owner = new DisposableStack();
    owner.adopt(SqliteStore.open(path), (store) => store.close());
    // Looking for its reason must not end SQLite's locks.
    assertEquals(toOutboxError(new Error("disk I/O error"), "write to", path).code, "io");
    assertEquals(await codeOfOpeningElsewhere(path, denoEval), "in-use");
  }));

Deno.test("SqliteStore.open() fails with corrupt, and leaves the file as it is", () =>
  withFile(async (path) => {
    const text = "this is no database, but somebody may want it. ".repeat(100);
    await Deno.writeTextFile(path, text);
    assertEquals(codeOfOpening(path), "corrupt");
    assertEquals(await Deno.readTextFile(path), text);
  }));

Deno.test("SqliteStore.open() fails with corrupt where pages are damaged", () =>
  withFile(async (path) => {
    const store = SqliteStore.open(path);
    const append = Array.from({ length: 200 }, (_, i) => draft(`${i}`, 500));
    store.commit({ append, remove: [], bury: [] });
    store.close();
    const bytes = await Deno.readFile(path);
    for (let at = 8192; at + 64 < bytes.length; at += 4096) bytes.fill(0xa5, at, at + 64);
    await Deno.writeFile(path, bytes);
    assertEquals(codeOfOpening(path), "corrupt");
  }));

Deno.test("SqliteStore.open() fails with foreign for another program's file", () =>
  withFile((path) => {
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE mine (a)");
    other.close();
    assertEquals(codeOfOpening(path), "foreign");
    const newer = new DatabaseSync(`${path}.2`);
    newer.exec("CREATE TABLE waiting (a); PRAGMA application_id = 1852991847");
    newer.exec("PRAGMA user_version = 2");
    newer.close();
    const error = assertThrows(() => SqliteStore.open(`${path}.2`), OutboxError);
    assertEquals(error.message.slice(-34), "its version is 2, this program's 1");
  }));

/** Holds that a file that cannot be written is told, and keeps what it has. */
async function assertReadOnly(path: string, open: () => string | Promise<string>): Promise<void> {
  const before = await Deno.readFile(path);
  assertEquals(await open(), "read-only");
  assertEquals(await Deno.readFile(path), before);
}

function storeOne(path: string): void {
  const store = SqliteStore.open(path);
  store.commit({ append: [draft("1")], remove: [], bury: [] });
  store.close();
}

Deno.test("SqliteStore.open() fails with read-only where SQLite may not write the format", () =>
  withFile(async (path) => {
    storeOne(path);
    // Byte 18 of the header is the version a writer must know; over 2 makes the file read-only
    // (the database file format, 1.3.3), for every user and on every system.
    const bytes = await Deno.readFile(path);
    bytes[18] = 3;
    await Deno.writeFile(path, bytes);
    await assertReadOnly(path, () => codeOfOpening(path));
    bytes[18] = 2;
    await Deno.writeFile(path, bytes);
    const again = SqliteStore.open(path);
    assertEquals(again.totals().rows, 1);
    again.close();
  }));

const denoEval = [Deno.execPath(), "eval"];
// The superuser writes every file, unless it gives that up; `setpriv` (util-linux) does.
const setpriv = ["setpriv", "--bounding-set=-dac_override"];
const obedientEval = [...(Deno.uid() === 0 ? setpriv : []), ...denoEval];

Deno.test({
  name: "SqliteStore.open() fails with read-only where the mode of the file or its folder says so",
  ignore: !obeysModes(),
  fn: () =>
    withFile(async (path) => {
      storeOne(path);
      await Deno.chmod(path, 0o444);
      await assertReadOnly(path, () => codeOfOpeningElsewhere(path, obedientEval));
      await Deno.chmod(path, 0o644);
      await Deno.chmod(dirname(path), 0o555);
      await assertReadOnly(path, () => codeOfOpeningElsewhere(path, obedientEval));
      assertEquals(await codeOfOpeningElsewhere(`${path}.new`, obedientEval), "read-only");
      await Deno.chmod(dirname(path), 0o755);
      const again = SqliteStore.open(path);
      assertEquals(again.totals().rows, 1);
      again.close();
    }),
});

/** Whether another process can be made that the mode of a file holds back. */
function obeysModes(): boolean {
  if (Deno.build.os === "windows") return false;
  const path = Deno.makeTempFileSync({ prefix: "natsrig-outbox-" });
  try {
    Deno.chmodSync(path, 0o444);
    const program = `Deno.openSync(${JSON.stringify(path)}, { write: true })`;
    const [name = "", ...args] = [...obedientEval, program];
    const { stderr } = new Deno.Command(name, { args }).outputSync();
    return new TextDecoder().decode(stderr).includes("PermissionDenied");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false; // There is no setpriv.
    throw error;
  } finally {
    Deno.removeSync(path);
  }
}

/** What opening a file in another process fails with; empty where it does not. */
async function codeOfOpeningElsewhere(path: string, command: readonly string[]): Promise<string> {
  const store = new URL("sqlite_store.ts", import.meta.url).href;
  const program = `
    const { SqliteStore } = await import(${JSON.stringify(store)});
    try {
      SqliteStore.open(${JSON.stringify(path)}).close();
    } catch (error) {
      console.log(error.code);
    }`;
  const [name = "", ...args] = [...command, program];
  const { stdout } = await new Deno.Command(name, { args }).output();
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("SqliteStore.open() fails with io where there is no such folder", () =>
  withFile((path) => assertEquals(codeOfOpening(`${path}/no/outbox.db`), "io")));
