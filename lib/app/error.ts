// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * A refusal that the caller is told of: thrown by a handler, it becomes an error reply with its
 * code and message. Any other error is answered with 500 and `internal error`.
 *
 * @example
 * ```ts
 * import { ServiceError } from "@natsrig/natsrig/app";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new ServiceError(404, "there is no such order").code, 404);
 * ```
 */
export class ServiceError extends Error {
  /** `ServiceError`. */
  override readonly name = "ServiceError";
  /** As HTTP has them: 400 to 599. Sent as `Nats-Service-Error-Code`. */
  readonly code: number;

  /** Makes the error; the message is sent as `Nats-Service-Error`. */
  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
