// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Telling a second Ctrl-C from an echo of the first. @module */

import type { StopSignal } from "./io.ts";

/** How soon a signal after one of its kind is an echo of it, in milliseconds. */
export const echoMs = 300;

/**
 * Passes on the first of several signals of a kind that come at once. A terminal sends Ctrl-C to
 * every process of the group, and `deno task` and `npx` hand it on to their children as well: one
 * press arrives twice or more, and must not be taken for the second one that ends the program on
 * the spot.
 *
 * @param now milliseconds, monotonic
 */
export function oncePerPress(
  handler: (signal: StopSignal) => void,
  now: () => number = () => performance.now(),
): (signal: StopSignal) => void {
  const latest = new Map<StopSignal, number>();
  return (signal) => {
    const before = latest.get(signal);
    latest.set(signal, now());
    if (before === undefined || now() - before >= echoMs) handler(signal);
  };
}
