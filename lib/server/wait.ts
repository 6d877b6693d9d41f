// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Waits, but not longer than until one of some signals.
 *
 * @throws the signal's reason
 */
export async function pause(
  ms: number,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<void> {
  const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await orAborted(promise, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** A promise's value, unless a signal comes first; the promise goes on by itself. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** A signal that comes with any of several others, or after a time; disposing ends its timer. */
export function deadline(
  ms: number,
  reason: () => unknown,
  ...signals: readonly (AbortSignal | undefined)[]
): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason()), ms);
  const given = signals.filter((signal) => signal !== undefined);
  return {
    signal: AbortSignal.any([controller.signal, ...given]),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
