// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import {
  type AppFigure,
  judgeApp,
  renderAppFigures,
  renderAppJudged,
  summarizeBatches,
} from "./app_result.ts";

const figure = (contender: AppFigure["contender"], rate: number): AppFigure => {
  return { contender, inFlight: 16, rate, p50Ms: 1, p99Ms: 2, cpuUs: 10 };
};

Deno.test("summarizeBatches() takes medians over batches", () => {
  const batch = (elapsedMs: number) => ({ elapsedMs, cpuMs: 1, timesMs: [1, 2, 3, 4] });
  assertEquals(
    summarizeBatches({ contender: "router", inFlight: 1 }, [batch(2), batch(4), batch(100)]),
    { contender: "router", inFlight: 1, rate: 1000, p50Ms: 2, p99Ms: 4, cpuUs: 250 },
  );
});

Deno.test("renderAppFigures() gives ratios to nats.js with such a handler", () => {
  assertEquals(
    renderAppFigures([figure("nats.js", 1000), figure("router", 950)]),
    `|         | in flight | requests/s | p50             | p99             | CPU per request |
| ------- | --------- | ---------- | --------------- | --------------- | --------------- |
| nats.js | 16        | 1000       | 1.000 ms        | 2.000 ms        | 10.0 µs         |
| Router  | 16        | 950 (0.95) | 1.000 ms (1.00) | 2.000 ms (1.00) | 10.0 µs (1.00)  |
`,
  );
});

Deno.test("judgeApp() wants nine tenths of nats.js's rate", () => {
  const judged = judgeApp([
    figure("nats.js", 1000),
    figure("router", 950),
    figure("nats.js-async", 1000),
    figure("router-async", 850),
  ]);
  assertEquals(judged, [
    { contender: "router", inFlight: 16, measured: 0.95, met: true },
    { contender: "router-async", inFlight: 16, measured: 0.85, met: false },
  ]);
  assertEquals(renderAppJudged(judged).match(/met|missed/g), ["met", "missed"]);
});
