// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { summarize } from "./client_result.ts";

Deno.test("summarize() takes medians, and the peak of all", () => {
  const figure = summarize("natsrig", 1000, [
    { elapsedMs: 100, cpuMs: 50, peakBytes: 1, latency: { p50Ms: 1, p99Ms: 9 } },
    { elapsedMs: 900, cpuMs: 10, peakBytes: 3, latency: { p50Ms: 3, p99Ms: 7 } },
    { elapsedMs: 200, cpuMs: 40, peakBytes: 2, latency: { p50Ms: 2, p99Ms: 8 } },
  ]);
  assertEquals(figure, {
    contender: "natsrig",
    rate: 5000,
    cpuUs: 40,
    peakBytes: 3,
    latency: { p50Ms: 2, p99Ms: 8 },
  });
});

Deno.test("summarize() leaves out what was not taken", () => {
  assertEquals(summarize("raw", 10, [{ elapsedMs: 1, cpuMs: 2 }]), {
    contender: "raw",
    rate: 10_000,
    cpuUs: 200,
  });
});
