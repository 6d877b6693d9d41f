// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { bytes, fakeContext, type FakeContextOptions } from "./fake_context.ts";
import { run } from "./run.ts";

function ending(exit: number, stderr: string): FakeContextOptions {
  return { runProcess: () => Promise.resolve({ exit, stdout: "out\n", stderr }) };
}

Deno.test("run() gives the command's result", async () => {
  const asked: unknown[] = [];
  const context = fakeContext({
    runProcess: (command, options) => {
      asked.push(command, options);
      return Promise.resolve({ exit: 0, stdout: "b\na\n", stderr: "" });
    },
  });
  const params = { run: "sort -r", stdin: "a\nb\n", env: { LC_ALL: "C" } };
  assertEquals(await run.run(params, context), {
    items: [{ value: { exit: 0, stdout: "b\na\n", stderr: "" } }],
  });
  assertEquals(asked, ["sort -r", { stdin: bytes("a\nb\n"), env: { LC_ALL: "C" } }]);
});

Deno.test("run() fails on another exit code than 0, with the last lines of stderr", async () => {
  const error = await assertRejects(
    () => run.run({ run: "false" }, fakeContext(ending(3, "1\n2\n3\n4\n5\n6\n"))),
    Error,
  );
  assertEquals(error.message, "the command ended with exit code 3:\n2\n3\n4\n5\n6");
  await assertRejects(
    () => run.run({ run: "false" }, fakeContext(ending(1, ""))),
    Error,
    "the command ended with exit code 1",
  );
});

Deno.test("run() leaves the exit code to an expectation", async () => {
  const params = { run: "false", expect: { exit: 3 } };
  assertEquals(await run.run(params, fakeContext(ending(3, "no\n"))), {
    items: [{ value: { exit: 3, stdout: "out\n", stderr: "no\n" } }],
  });
});

Deno.test("run() fails where the command cannot be started", async () => {
  const context = fakeContext({ runProcess: () => Promise.reject(new Error("no shell")) });
  await assertRejects(
    () => run.run({ run: "ls", expect: { exit: 0 } }, context),
    Error,
    "no shell",
  );
});
