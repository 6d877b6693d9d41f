// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { createPaint } from "../scenario/paint.ts";
import type { StepVerdict, Verdict } from "../scenario/types.ts";
import { assertEquals } from "@std/assert";
import { sampleVerdicts } from "./sample.ts";
import { attemptNote, scenarioBlock } from "./scenario_block.ts";

const style = { paint: createPaint(false), colour: false, width: 80, source: () => undefined };

function steps(outcomes: readonly StepVerdict["outcome"][]): StepVerdict[] {
  return outcomes.map((outcome, i) => ({
    id: `steps[${i}]`,
    outcome,
    elapsed: i,
    lag: 0,
    bounds: {},
    headline: `print ${i}`,
    runs: 1,
  }));
}

Deno.test("scenarioBlock() shows a long timeline around what did not pass", () => {
  const all = steps(Array.from({ length: 40 }, (_, i) => i === 20 ? "fail" : "pass"));
  const lines = scenarioBlock({ ...sampleVerdicts.retried, steps: all }, style);
  assertEquals(lines.length, 15);
  assertEquals(lines.slice(0, 3), ["steps", "  … 12 passed", "  ✓ print 12  12ms"]);
  assertEquals(lines.slice(-5), [
    "  ✗ print 20  20ms",
    "  ✓ print 21  21ms",
    "  ✓ print 22  22ms",
    "  ✓ print 23  23ms",
    "  … 16 passed",
  ]);
});

Deno.test("scenarioBlock() shows a timeline's end where every step passed", () => {
  const all = steps(Array.from({ length: 40 }, () => "pass"));
  const lines = scenarioBlock({ ...sampleVerdicts.retried, steps: all }, style);
  assertEquals(lines.slice(0, 2), ["steps", "  … 31 passed"]);
  assertEquals(lines.at(-1), "  ✓ print 39  39ms");
});

Deno.test("scenarioBlock() shows the last lines of output and log", () => {
  const output = Array.from({ length: 30 }, (_, i) => `out ${i}\n`).join("");
  const serverLog = Array.from({ length: 50 }, (_, i) => `log ${i}`);
  const lines = scenarioBlock({ ...sampleVerdicts.retried, output, serverLog }, style);
  assertEquals(lines.slice(0, 3), ["output", "  | … 10 lines before", "  | out 10"]);
  assertEquals(lines.slice(21, 26), [
    "  | out 29",
    "",
    "server log",
    "  | … 10 lines before",
    "  | log 10",
  ]);
  assertEquals(lines.at(-1), "  | log 49");
});

Deno.test("attemptNote() says which try it was", () => {
  const note = (outcome: Verdict["outcome"], attempts: number) =>
    attemptNote({ ...sampleVerdicts.retried, outcome, attempts });
  assertEquals(note("pass", 1), undefined);
  assertEquals(note("pass", 2), "passed at the 2nd try; the 1st was noisy");
  assertEquals(note("fail", 3), "failed at the 3rd try; the first 2 were noisy");
  assertEquals(note("error", 12), "ended at the 12th try; the first 11 were noisy");
  assertEquals(note("noisy", 3), "noisy at all 3 tries");
});
