// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Doing something several times: `--count` and `--interval`. @module */

import type { Lookup } from "../lib/scenario/template.ts";
import type { Flag, Input } from "./command.ts";
import { countFlag, durationFlag } from "./parse_input.ts";

/** The flags. */
export const repeatFlags: readonly Flag[] = [
  {
    name: "count",
    value: "N",
    about: "how many to send; ${i} in what is sent counts them",
    preset: "1",
  },
  { name: "interval", value: "DURATION", about: "the time from one to the next", preset: "none" },
];

/** How long something is repeated without a rest, in milliseconds. */
const busyMs = 10;

/** The variables of what is sent several times. */
export const counterNames: readonly string[] = ["i"];

/** Gives the counter its value. */
export function counterLookup(i: number): Lookup {
  return ({ name, path }) => name === "i" && path.length === 0 ? i : undefined;
}

/** How often, and how soon after each other. */
export interface RepeatOptions {
  readonly count: number;
  /** Milliseconds. */
  readonly intervalMs: number;
}

/**
 * Reads the flags.
 *
 * @throws {UsageError} where one is wrong
 */
export function repeatOptions(input: Input): RepeatOptions {
  return {
    count: countFlag(input, "count") ?? 1,
    intervalMs: durationFlag(input, "interval") ?? 0,
  };
}

/**
 * Does something several times, each at its time counted from the first, so that delays do not add
 * up. An abort of the signal ends it early.
 *
 * @param act told the number, from 1
 * @returns how often it was done
 */
export async function repeat(
  { count, intervalMs }: RepeatOptions,
  signal: AbortSignal,
  act: (i: number) => Promise<void>,
): Promise<number> {
  const start = performance.now();
  let rested = start;
  for (let i = 1; i <= count; i++) {
    const now = performance.now();
    const wait = start + (i - 1) * intervalMs - now;
    // Without a rest, signals and what the server says would not be heard.
    if (wait > 0 || now - rested > busyMs) {
      await pause(Math.max(0, wait), signal);
      rested = performance.now();
    }
    if (signal.aborted) return i - 1;
    try {
      await act(i);
    } catch (error) {
      if (signal.aborted && error === signal.reason) return i - 1;
      throw error;
    }
  }
  return count;
}

/** Waits; an abort of the signal ends it. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  const timer = setTimeout(end, ms);
  signal.addEventListener("abort", end);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", end);
}
