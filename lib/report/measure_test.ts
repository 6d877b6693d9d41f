// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { formatSeconds, isBounded, renderMeasure, roundMs, tightness } from "./measure.ts";

Deno.test("renderMeasure() says what is true of a time and its bounds", () => {
  const text = (elapsed: number, bounds: { min?: number; max?: number }) =>
    renderMeasure({ elapsed, bounds });
  assertEquals(text(3.1, {}), "3.1ms");
  assertEquals(text(50, { max: 50 }), "50ms ≤ 50ms");
  assertEquals(text(5100, { min: 4900 }), "5.1s ≥ 4.9s");
  assertEquals(text(4100, { min: 4900 }), "4.1s < 4.9s");
  assertEquals(text(5000, { min: 4900, max: 5200 }), "4.9s ≤ 5s ≤ 5.2s");
  assertEquals(text(5300, { min: 4900, max: 5200 }), "5.3s > 5.2s");
});

Deno.test("renderMeasure() tells a missed bound from the bound", () => {
  assertEquals(renderMeasure({ elapsed: 50.02, bounds: { max: 50 } }), "50.020ms > 50ms");
});

Deno.test("tightness() is 1 at a bound", () => {
  assertEquals(tightness({ elapsed: 25, bounds: { max: 50 } }), 0.5);
  assertEquals(tightness({ elapsed: 50, bounds: { min: 50 } }), 1);
  assertEquals(tightness({ elapsed: 100, bounds: { min: 50, max: 50 } }), 2);
  assertEquals(tightness({ elapsed: 0, bounds: { min: 50 } }), Infinity);
  assertEquals(tightness({ elapsed: 1, bounds: {} }), 0);
});

Deno.test("isBounded() asks for either bound", () => {
  assertEquals(isBounded({ elapsed: 1, bounds: { min: 1 } }), true);
  assertEquals(isBounded({ elapsed: 1, bounds: {} }), false);
});

Deno.test("formatSeconds() and roundMs() round", () => {
  assertEquals(formatSeconds(5314), "5.31 s");
  assertEquals(roundMs(3.14159), 3.142);
});
