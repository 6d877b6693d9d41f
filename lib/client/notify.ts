// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Calls a listener. What it throws, or rejects with, must not end what it listens to: it becomes
 * an error of the program that nobody caught, as with listeners of events.
 */
export function notify<T>(listener: (value: T) => unknown, value: T): void {
  try {
    const result = listener(value);
    if (result instanceof Promise) result.catch(reportError);
  } catch (error) {
    reportError(error);
  }
}
