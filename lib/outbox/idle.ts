// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { WaitOptions } from "../client/mod.ts";
import { ClientError } from "../client/mod.ts";

/**
 * Resolves when one of the set's functions, added for it, is called.
 *
 * @throws {ClientError} `timeout`; the signal's reason
 */
export async function untilIdle(
  waiting: Set<() => void>,
  { timeoutMs, signal }: WaitOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal?.reason);
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => {
    const text = `Cannot wait for the outbox: messages still wait after ${timeoutMs} ms`;
    reject(new ClientError("timeout", text));
  }, timeoutMs);
  signal?.addEventListener("abort", abort);
  waiting.add(resolve);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    waiting.delete(resolve);
  }
}
