// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { unfitLimits } from "./call_check.ts";
import { ClientError } from "./error.ts";

/** How a wait ends when what it waits for does not come. */
export interface WaitOptions {
  /** Milliseconds; without it the wait has no end of its own. */
  readonly timeoutMs?: number;
  /** Ends the wait with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Waits for a promise within limits. The promise itself goes on; a failure of it that comes too
 * late is dropped.
 *
 * @param what named in the error: `a message on "greet"`
 * @throws {ClientError} `timeout`; `invalid-option` for limits that no wait can have
 */
export function within<T>(promise: Promise<T>, options: WaitOptions, what: string): Promise<T> {
  const { timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const unfit = unfitLimits(options, "wait");
    if (unfit !== undefined || signal?.aborted) {
      promise.catch(() => "nobody waits for it any more");
      reject(unfit ?? signal?.reason);
      return;
    }
    const abort = () => end(() => reject(signal?.reason));
    const timer = timeoutMs === undefined ? undefined : setTimeout(
      () => end(() => reject(timedOut(what, timeoutMs))),
      timeoutMs,
    );
    signal?.addEventListener("abort", abort);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      settle();
    };
    promise.then((value) => end(() => resolve(value)), (error) => end(() => reject(error)));
  });
}

/** The error of a wait that took too long. */
export function timedOut(what: string, timeoutMs: number): ClientError {
  return new ClientError(
    "timeout",
    `Waited ${Math.round(timeoutMs)}ms for ${what}; allow more time or check the other side`,
  );
}
