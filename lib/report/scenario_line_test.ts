// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { createPaint } from "../scenario/paint.ts";
import type { StepVerdict } from "../scenario/types.ts";
import { displayWidth } from "../scenario/visible.ts";
import { assertEquals } from "@std/assert";
import { sampleVerdicts } from "./sample.ts";
import { scenarioLine } from "./scenario_line.ts";

const style = { paint: createPaint(false), width: 60 };

Deno.test("scenarioLine() puts the time at the right edge", () => {
  const verdict = { ...sampleVerdicts.retried, title: "世界" };
  const line = scenarioLine(verdict, style);
  assertEquals(line, `✓ 世界  (echo/size=16)${" ".repeat(60 - 22 - 6)}0.02 s`);
  assertEquals(displayWidth(line), 60);
  assertEquals(displayWidth(scenarioLine(verdict, { ...style, width: 300 })), 100);
});

Deno.test("scenarioLine() shows as many bounds as fit, the tightest always", () => {
  const step: StepVerdict = {
    id: "steps[0]",
    outcome: "pass",
    elapsed: 40,
    lag: 0,
    bounds: { max: 50 },
    headline: 'request "echo" by alice',
    runs: 1,
  };
  const loose = { ...step, elapsed: 1, name: "warm" };
  const verdict = { ...sampleVerdicts.retried, id: "e", title: "E", steps: [loose, step, loose] };
  const shown = (width: number) => scenarioLine(verdict, { ...style, width });
  assertEquals(
    shown(90),
    `✓ E  (e)  [request 40ms ≤ 50ms, warm 1ms ≤ 50ms, warm 1ms ≤ 50ms]${" ".repeat(19)}0.02 s`,
  );
  assertEquals(shown(50), `✓ E  (e)  [request 40ms ≤ 50ms, +2]${" ".repeat(9)}0.02 s`);
  assertEquals(shown(32), "✓ E  (e)  [40ms ≤ 50ms]   0.02 s");
  assertEquals(shown(10), "✓ E  (e)  [40ms ≤ 50ms]  0.02 s");
});

Deno.test("scenarioLine() gives the reason of a skipped scenario", () => {
  assertEquals(
    scenarioLine(sampleVerdicts.skip, style),
    "- Counters  (counters)  skipped: needs nats-server >=2.12, found 2.10.29",
  );
});
