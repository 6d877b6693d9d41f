// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import {
  type AppFigure,
  judgeApp,
  renderAppFigures,
  renderAppJudged,
  summarizeBatches,
} from "./app_result.ts";

const figure = (contender: AppFigure["contender"], rate: number, ratio?: number): AppFigure => {
  const plain = { contender, inFlight: 16, rate, p50Ms: 1, p99Ms: 2, cpuUs: 10 };
  if (ratio === undefined) return plain;
  return { ...plain, ratios: { rate: ratio, p50Ms: 1, p99Ms: 1.5, cpuUs: 2 } };
};

Deno.test("summarizeBatches() takes medians over batches, and over the ratios of rounds", () => {
  const batch = (elapsedMs: number) => ({ elapsedMs, cpuMs: 1, timesMs: [1, 2, 3, 4] });
  const batches = new Map(
    [
      ["nats.js", [batch(1), batch(2), batch(50)]],
      ["router", [batch(2), batch(4), batch(100)]],
    ] as const,
  );
  const plain = { inFlight: 1, p50Ms: 2, p99Ms: 4, cpuUs: 250 };
  assertEquals(summarizeBatches(1, batches), [
    { contender: "nats.js", ...plain, rate: 2000 },
    {
      contender: "router",
      ...plain,
      rate: 1000,
      ratios: { rate: 0.5, p50Ms: 1, p99Ms: 1, cpuUs: 1 },
    },
  ]);
});

Deno.test("renderAppFigures() shows ratios where there are some", () => {
  assertEquals(
    renderAppFigures([figure("nats.js", 1000), figure("router", 950, 0.94)]),
    `|         | in flight | requests/s | p50             | p99             | CPU per request |
| ------- | --------- | ---------- | --------------- | --------------- | --------------- |
| nats.js | 16        | 1000       | 1.000 ms        | 2.000 ms        | 10.0 µs         |
| Router  | 16        | 950 (0.94) | 1.000 ms (1.00) | 2.000 ms (1.50) | 10.0 µs (2.00)  |
`,
  );
});

Deno.test("judgeApp() wants nine tenths of nats.js's rate", () => {
  const judged = judgeApp([
    figure("nats.js", 1000),
    figure("router", 950, 0.95),
    figure("router-async", 850, 0.85),
    figure("router-cache", 850, 0.5),
  ]);
  assertEquals(judged, [
    { contender: "router", inFlight: 16, measured: 0.95, met: true },
    { contender: "router-async", inFlight: 16, measured: 0.85, met: false },
  ]);
  assertEquals(renderAppJudged(judged).match(/met|missed/g), ["met", "missed"]);
});
