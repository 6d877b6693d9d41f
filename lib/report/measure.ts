// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Measured times beside their bounds. @module */

import type { StepVerdict } from "../scenario/types.ts";
import { formatDuration } from "../scenario/unit.ts";

/** What a time is measured against. */
export type Measured = Pick<StepVerdict, "elapsed" | "bounds">;

/** Whether a step has a bound. */
export function isBounded(step: Measured): boolean {
  return step.bounds.min !== undefined || step.bounds.max !== undefined;
}

/**
 * A step's time beside its bounds, as what is true of them: `3.1ms ≤ 50ms`, `62ms > 50ms`,
 * `4.9s ≤ 5s ≤ 5.2s`. Without bounds the time alone.
 *
 * @example
 * ```ts
 * import { renderMeasure } from "./measure.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(renderMeasure({ elapsed: 3.1, bounds: { max: 50 } }), "3.1ms ≤ 50ms");
 * assertEquals(renderMeasure({ elapsed: 62, bounds: { max: 50 } }), "62ms > 50ms");
 * ```
 */
export function renderMeasure(step: Measured): string {
  const { elapsed, bounds: { min, max } } = step;
  if (max !== undefined && elapsed > max) {
    return `${precise(elapsed, max)} > ${formatDuration(max)}`;
  }
  if (min !== undefined && elapsed < min) {
    return `${precise(elapsed, min)} < ${formatDuration(min)}`;
  }
  const time = formatDuration(elapsed);
  if (min !== undefined && max !== undefined) {
    return `${formatDuration(min)} ≤ ${time} ≤ ${formatDuration(max)}`;
  }
  if (max !== undefined) return `${time} ≤ ${formatDuration(max)}`;
  return min === undefined ? time : `${time} ≥ ${formatDuration(min)}`;
}

/** A time that must not look like the bound it missed. */
function precise(elapsed: number, bound: number): string {
  const text = formatDuration(elapsed);
  return text === formatDuration(bound) ? `${elapsed.toFixed(3)}ms` : text;
}

/** How much of its bounds a step used up: 1 is a bound just met, more is one missed. */
export function tightness(step: Measured): number {
  const { elapsed, bounds: { min, max } } = step;
  const upper = max === undefined ? 0 : max === 0 ? Infinity : elapsed / max;
  const lower = min === undefined ? 0 : elapsed === 0 ? Infinity : min / elapsed;
  return Math.max(upper, lower);
}

/** Seconds with two decimals: `5.31 s`. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** Milliseconds to the microsecond, for machines. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
