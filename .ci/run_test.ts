// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("run", import.meta.url));

/** What a task writes, and its exit code. */
type Part = readonly [text: string, code: number];

/** Runs the script with a program in deno's place that plays the two tasks. */
async function play(test: Part, scenario: Part): Promise<readonly [last: string, code: number]> {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-ci-" });
  try {
    const deno = `${folder}/deno`;
    const lines = Object.entries({ test, scenario }).map(([name, [text, code]]) =>
      `if [ "$2" = ${name} ]; then printf '${text}'; exit ${code}; fi`
    );
    await Deno.writeTextFile(deno, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
    const { stdout, code } = await new Deno.Command(script, {
      env: { NATSRIG_CI_DENO: deno },
    }).output();
    return [new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1) ?? "", code];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const cases: readonly {
  readonly name: string;
  readonly test: Part;
  readonly scenario: Part;
  readonly last: string;
  readonly code: number;
}[] = [
  {
    name: "adds up what both parts count",
    test: ["ok | 97 passed | 0 failed (3s)\\n", 0],
    scenario: ["in 3 s\\n6 passed, 0 failed, 1 skipped\\n", 0],
    last: "103 passed, 0 failed",
    code: 0,
  },
  {
    name: "reads steps, ignored tests and colours",
    test: ["\\033[32mok\\033[0m | 97 passed (12 steps) | 0 failed | 2 ignored (3s)\\n", 0],
    scenario: ["\\033[32m6 passed, 0 failed\\033[0m\\n", 0],
    last: "103 passed, 0 failed",
    code: 0,
  },
  {
    name: "fails where a test failed",
    test: ["FAILED | 96 passed | 1 failed (1 step) (3s)\\nerror: Test failed\\n", 1],
    scenario: ["6 passed, 0 failed\\n", 0],
    last: "102 passed, 1 failed",
    code: 1,
  },
  {
    name: "fails where a scenario failed",
    test: ["ok | 97 passed | 0 failed (3s)\\n", 0],
    scenario: ["5 passed, 1 failed\\n", 1],
    last: "102 passed, 1 failed",
    code: 1,
  },
  {
    name: "fails where a part counted nothing",
    test: ["error: Type checking failed\\n", 1],
    scenario: ["6 passed, 0 failed\\n", 0],
    last: "6 passed, 1 failed",
    code: 1,
  },
  {
    name: "fails where a part ended well without a word",
    test: ["ok | 97 passed | 0 failed (3s)\\n", 0],
    scenario: ["", 0],
    last: "97 passed, 1 failed",
    code: 1,
  },
  {
    name: "fails where the exit code says more than the counts",
    test: ["ok | 97 passed | 0 failed (3s)\\n", 0],
    scenario: ["6 passed, 0 failed\\n", 3],
    last: "103 passed, 1 failed",
    code: 1,
  },
  {
    name: "fails where there was nothing to run",
    test: ["ok | 97 passed | 0 failed (3s)\\n", 0],
    scenario: ["0 passed, 0 failed\\n", 0],
    last: "97 passed, 1 failed",
    code: 1,
  },
];

for (const { name, test, scenario, last, code } of cases) {
  Deno.test({
    name: `.ci/run ${name}`,
    ignore: Deno.build.os === "windows",
    fn: async () => assertEquals(await play(test, scenario), [last, code]),
  });
}
