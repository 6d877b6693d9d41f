// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * What is wrong with a stream or consumer. `update-refused`: the server does not change a key
 * of it, or not to that value;
 * `unfit-consumer`: `consume` cannot work with it; `no-dead-letter`: no stream stores the
 * dead-letter subject.
 */
export type StreamErrorCode = "update-refused" | "unfit-consumer" | "no-dead-letter";

/** A stream or consumer that is not as it has to be. */
export class StreamError extends Error {
  /** `StreamError`. */
  override readonly name = "StreamError";
  /** Stable; what to branch on. */
  readonly code: StreamErrorCode;
  /** The configuration's keys it is about. */
  readonly keys: readonly string[];

  /** Makes the error. */
  constructor(
    code: StreamErrorCode,
    message: string,
    options: { readonly keys?: readonly string[]; readonly cause?: unknown } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.keys = options.keys ?? [];
  }
}

/**
 * Thrown by a handler of `consume`: handling this message again would not help, so it goes to the
 * dead-letter subject at once.
 *
 * @example
 * ```ts
 * import { PoisonError } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new PoisonError("there is no such shop").code, "poison");
 * ```
 */
export class PoisonError extends Error {
  /** `PoisonError`. */
  override readonly name = "PoisonError";
  /** Stable. */
  readonly code = "poison";
}
