// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "yaml";
import { assertGolden } from "./golden.ts";
import { record, sampleSuite, sampleVerdicts, suiteOf } from "./sample.ts";
import { tap } from "./tap.ts";

Deno.test("tap writes every outcome", async () => {
  await assertGolden("tap.txt", record(tap, sampleSuite()).text);
});

Deno.test("tap's diagnostics are YAML", () => {
  const { text } = record(tap, sampleSuite());
  const blocks = [...text.matchAll(/^ {2}---\n(.*?)^ {2}\.\.\.$/gms)].map(([, block = ""]) =>
    parse(block)
  );
  assertEquals(blocks.length, 6);
  assertEquals(blocks[2].problems[0], {
    outcome: "fail",
    message: "expectation not met",
    at: "scenarios/caching_echo.yaml:6:36",
    label: "expected true, got false",
    notes: ['request "echo.cached" by alice at t=+212.4ms, replied after 3.1ms (within 50ms)'],
  });
  assertEquals(blocks[2].output, sampleVerdicts.fail.output);
  assertEquals(blocks[4].server_log, sampleVerdicts.error.serverLog);
});

Deno.test("tap escapes what would be a directive or a line", () => {
  const verdict = { ...sampleVerdicts.pass, title: "a # SKIP \\ b\nok 2", steps: [] };
  assertStringIncludes(
    record(tap, suiteOf([verdict])).text,
    "\nok 1 - a \\# SKIP \\\\ b ok 2 (echo)\n",
  );
});

Deno.test("tap bails out of a cancelled suite", () => {
  const { text } = record(tap, suiteOf([sampleVerdicts.skip], { cancelled: true }));
  assertEquals(text.trimEnd().split("\n").slice(2), [
    "ok 1 - Counters (counters) # SKIP needs nats-server >=2.12, found 2.10.29",
    "Bail out! cancelled",
  ]);
});
