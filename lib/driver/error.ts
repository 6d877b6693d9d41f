// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { FailureCode } from "../scenario/types.ts";

/** An operation that failed, with the code a step's `fails` can name where there is one. */
export class DriverError extends Error {
  /** The class's name. */
  override readonly name = "DriverError";
  /** Absent: not one of the stable codes. */
  readonly code?: FailureCode;

  /** Makes one; `cause` is the error it stands for. */
  constructor(message: string, options: { code?: FailureCode; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    if (options.code !== undefined) this.code = options.code;
  }
}
