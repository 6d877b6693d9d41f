// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Problem, Verdict } from "../scenario/types.ts";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertGolden } from "./golden.ts";
import { record, sampleSuite, sampleVerdicts, suiteOf } from "./sample.ts";
import { text } from "./text.ts";

Deno.test("text writes every outcome plainly in a pipe", async () => {
  await assertGolden("text.txt", record(text, sampleSuite()).text);
});

Deno.test("text colours where it may", async () => {
  await assertGolden("text_colour.txt", record(text, sampleSuite(), { colour: true }).text);
});

Deno.test("text draws the failure block of the design", () => {
  const { fail } = sampleVerdicts;
  const verdict = { ...fail, problems: fail.problems.slice(0, 1), steps: [], output: "" };
  const lines = record(text, suiteOf([verdict]), { width: 82 }).text.split("\n");
  assertEquals(lines.slice(2, 12), [
    `✗ Caching echo  (caching-echo/server=2.15)${" ".repeat(34)}5.31 s`,
    "  error: expectation not met",
    "   --> scenarios/caching_echo.yaml:6:36",
    "    |",
    "  6 |     expect: { message: hi, cached: true }",
    "    |                                    ^^^^ expected true, got false",
    "    |",
    '    = request "echo.cached" by alice at t=+212.4ms, replied after 3.1ms (within 50ms)',
    "",
    "",
  ]);
});

Deno.test("text counts in its last line", () => {
  const last = (summary: Parameters<typeof suiteOf>[1]) =>
    record(text, suiteOf([], summary)).text.trimEnd().split("\n").slice(-2);
  assertEquals(last({ passed: 6, failed: 0, errors: 0, skipped: 0, noisy: 0, knownFailing: 0 }), [
    "in 6.12 s",
    "6 passed, 0 failed",
  ]);
  assertEquals(last({ passed: 1, failed: 2, errors: 1, skipped: 3, noisy: 4, knownFailing: 5 }), [
    "in 6.12 s: 1 of the failed could not be run, 4 noisy, 5 known to fail",
    "1 passed, 2 failed, 3 skipped",
  ]);
  assertEquals(
    last({
      passed: 0,
      failed: 0,
      errors: 0,
      skipped: 0,
      noisy: 0,
      knownFailing: 0,
      cancelled: true,
    }),
    ["cancelled after 6.12 s", "0 passed, 0 failed"],
  );
});

Deno.test("text lists failures again only where they have scrolled away", () => {
  const short = suiteOf([sampleVerdicts.error]);
  assertEquals(record(text, short).text.includes("failures:"), false);
  const long = suiteOf([sampleVerdicts.error, ...Array<Verdict>(30).fill(sampleVerdicts.pass)]);
  assertStringIncludes(
    record(text, long).text,
    "failures:\n  ! JetStream # persistence  (jetstream/persistence)  scenarios/jetstream.yaml\n",
  );
});

Deno.test("text bounds the problems it shows", () => {
  const problem: Problem = { severity: "error", outcome: "fail", message: "no" };
  const verdict = { ...sampleVerdicts.fail, problems: Array<Problem>(25).fill(problem) };
  const written = record(text, suiteOf([verdict])).text;
  assertEquals(written.split("error: no\n").length - 1, 20);
  assertStringIncludes(written, "  … and 5 more problems\n");
});

Deno.test("text keeps what scenarios wrote from steering the terminal", () => {
  const verdict = { ...sampleVerdicts.error, title: "a\x1b[2Jb", serverLog: ["\x1b]0;x\x07"] };
  const written = record(text, suiteOf([verdict])).text;
  assertEquals(written.includes("\x1b"), false);
  assertStringIncludes(written, "! a␛[2Jb  (jetstream/persistence)");
  assertStringIncludes(written, "    | ␛]0;x␇\n");
});

Deno.test("text on a terminal takes the live region away at the end", () => {
  let written = "";
  const options = { terminal: true, write: (part: string) => written += part };
  record(text, sampleSuite(), options);
  assertEquals(screenOf(written), record(text, sampleSuite()).text);
});

/** What a terminal shows in the end: text, cursor up, and erase below. */
function screenOf(written: string): string {
  const lines: string[] = [];
  // deno-lint-ignore no-control-regex -- the sequences of a terminal
  for (const part of written.split(/(\x1b\[\d+A\r\x1b\[J)/)) {
    // deno-lint-ignore no-control-regex -- as above
    const up = /^\x1b\[(\d+)A/.exec(part)?.[1];
    if (up !== undefined) lines.length -= Number(up);
    else lines.push(...part.split("\n").slice(0, -1));
  }
  return lines.map((line) => `${line}\n`).join("");
}

Deno.test("text counts what was not run instead of listing it", () => {
  let written = "";
  const writer = text.open({
    write: (more) => written += more,
    terminal: false,
    colour: false,
    width: 80,
    source: () => undefined,
    now: () => 0,
  });
  const notRun = {
    id: "a",
    title: "A",
    tags: [],
    file: "a.yaml",
    outcome: "skip",
    reason: "cancelled (SIGINT)",
    notRun: true,
    elapsed: 0,
    attempts: 0,
    problems: [],
    steps: [],
    output: "",
  } as const;
  writer.handle({ kind: "verdict", verdict: notRun });
  writer.handle({ kind: "verdict", verdict: { ...notRun, id: "b" } });
  writer.handle({
    kind: "suite-end",
    summary: {
      passed: 0,
      failed: 0,
      errors: 0,
      skipped: 2,
      noisy: 0,
      knownFailing: 0,
      elapsed: 1000,
      cancelled: true,
    },
  });
  assertEquals(written, "\ncancelled after 1.00 s: 2 not run\n0 passed, 0 failed, 2 skipped\n");
});
