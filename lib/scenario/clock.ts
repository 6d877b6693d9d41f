// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Time in a run: one monotonic clock, and waits that are precise. @module */

/** How long before the end a timer is too coarse, in milliseconds (its p99 lateness on an idle machine). */
const coarseMs = 2.5;

/** The clock of a run. */
export class Clock {
  readonly #start = performance.now();

  /** Milliseconds since the run's start. */
  now(): number {
    return this.since(performance.now());
  }

  /** Milliseconds since the run's start of a `performance.now()` reading. */
  since(at: number): number {
    return Math.max(0, Math.round((at - this.#start) * 1000) / 1000);
  }
}

/**
 * Waits precisely: by a timer, then in turns of the event loop.
 *
 * @throws the signal's reason where it aborts
 */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const end = performance.now() + ms;
  signal.throwIfAborted();
  if (ms > coarseMs) await timer(ms - coarseMs, signal);
  while (performance.now() < end) {
    signal.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function timer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(id);
      reject(signal.reason);
    };
    const id = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal.addEventListener("abort", abort, { once: true });
  });
}

/** A promise that gives up when the signal aborts. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", abort));
}
