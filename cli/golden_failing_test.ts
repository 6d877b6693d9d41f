// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * What people are told of scenarios that fail, run on a real nats-server.
 * `UPDATE_GOLDEN=1 deno test -A cli/golden_failing_test.ts` writes the texts anew.
 *
 * @module
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertGolden, checkout, goldenCases, runHere, steady, strayTexts } from "./fake_golden.ts";
import { findServer } from "../lib/server/mod.ts";
import { fromNdjson } from "../lib/scenario/event_log.ts";
import { join } from "node:path";

// On a fresh machine it is fetched, with progress lines; the texts are about a machine that has it.
await findServer();

const folder = "cli/golden/failing";
const cases = goldenCases("failing");

Deno.test("run has a golden text for every failure, and no other ones", () => {
  assert(cases.length >= 30, `only ${cases.length} cases`);
  assertEquals(strayTexts("failing", cases), []);
});

for (const name of cases) {
  Deno.test(`run explains ${name}`, async () => {
    const { code, stdout, stderr } = await runHere(["run", `${folder}/${name}.yaml`]);
    assertEquals(stderr, "");
    assert(!stdout.includes("s3cret"), `shows a secret: ${stdout}`);
    await assertGolden(`failing/${name}.txt`, `exit code ${code}\n${steady(stdout)}`);
  });
}

Deno.test("run exits with 1 where a scenario failed, whatever else went wrong", async () => {
  const paths = ["mismatch", "port_refused"].map((name) => `${folder}/${name}.yaml`);
  const { code, stdout } = await runHere(["run", ...paths]);
  assertEquals(code, 1);
  assertMatch(stdout, /1 of the failed could not be run\n0 passed, 2 failed\n$/);
});

Deno.test("run --events masks secrets, also in payloads", async () => {
  const events = await Deno.makeTempFile({ prefix: "natsrig-golden-", suffix: ".ndjson" });
  try {
    const scenario = `${folder}/secret_in_payload.yaml`;
    await runHere(["run", scenario, "--events", events]);
    const text = await Deno.readTextFile(events);
    assert(!text.includes("s3cret"), text);
    const log = fromNdjson(text).get("secret-in-payload") ?? [];
    const sent = log.find((event) => event.kind === "publish");
    const data = sent?.kind === "publish" ? new TextDecoder().decode(sent.data) : "";
    assertEquals(data, '{"user":"alice","password":"****"}');
  } finally {
    await Deno.remove(events);
  }
});

for (const format of ["junit", "tap", "json", "github"]) {
  Deno.test(`run --report ${format} masks secrets`, async () => {
    const scenario = `${folder}/secret_in_payload.yaml`;
    const { stdout, stderr } = await runHere(["run", scenario, "--report", format]);
    assertStringIncludes(stdout, "A secret that turns up in a message");
    assert(!`${stdout}${stderr}`.includes("s3cret"), stdout);
  });
}

Deno.test({
  name: "run ends a hanging process with its scenario",
  // The process looks for itself in a POSIX shell's words.
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const cwd = await Deno.realPath(await Deno.makeTempDir({ prefix: "natsrig-golden-" }));
    try {
      const text = "scenario: Hangs\ntimeout: 2s\nactors:\n" +
        '  worker: { run: "echo $$ > pid; sleep 3600" }\n' +
        "steps:\n  - sleep: 1ms\noutput: never\n";
      await Deno.writeTextFile(join(cwd, "hang.yaml"), text);
      assertEquals((await runHere(["run", join(cwd, "hang.yaml")])).code, 1);
      const pid = Number(await Deno.readTextFile(join(cwd, "pid")));
      assert(pid > 1, `pid ${pid}`);
      const { success } = await new Deno.Command("kill", {
        args: ["-0", String(pid)],
        stderr: "null",
      }).output();
      assertEquals(success, false);
    } finally {
      await Deno.remove(cwd, { recursive: true });
    }
  },
});

Deno.test({
  name: "run calls it an error when the server dies, and shows its last words",
  // The scenario kills the process in a POSIX shell.
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const cwd = await Deno.realPath(await Deno.makeTempDir({ prefix: "natsrig-golden-" }));
    try {
      const text = `scenario: The server dies
server:
  config: |
    pid_file: "${cwd}/pid"
actors:
  alice: { reconnectTimeWait: 10ms }
steps:
  - run: kill -9 $(cat "${cwd}/pid")
  - sleep: 20s
`;
      await Deno.writeTextFile(join(cwd, "dies.yaml"), text);
      const { code, stdout } = await runHere(["run", join(cwd, "dies.yaml")]);
      assertEquals(code, 3);
      assertStringIncludes(stdout, "error: nats-server n1 ended unexpectedly: SIGKILL\n");
      assertMatch(stdout, /server log\n {4}\| n1: .*Starting nats-server/);
      assertStringIncludes(stdout, "Server is ready");
    } finally {
      await Deno.remove(cwd, { recursive: true });
    }
  },
});

Deno.test("the checkout holds no file that a failing scenario left behind", async () => {
  const names = [];
  for await (const { name } of Deno.readDir(join(checkout, folder))) names.push(name);
  assertEquals(names.filter((name) => !/\.(yaml|txt)$/.test(name)), []);
});
