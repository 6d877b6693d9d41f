// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The stable codes of the client's errors. `js:10071` carries a JetStream API error code;
 * `invalid-option` and `invalid-header` are mistakes in the calling program; `decode` is a payload
 * that is not of its type, with the `CodecError` as the cause.
 */
export type ClientErrorCode =
  | "no-responders"
  | "timeout"
  | "closed"
  | "draining"
  | "connection"
  | "authentication"
  | "permission"
  | "max-payload"
  | "slow-consumer"
  | "outbound-limit"
  | "invalid-subject"
  | "stream-not-found"
  | "consumer-not-found"
  | "key-not-found"
  | "decode"
  | "invalid-option"
  | "invalid-header"
  | "protocol"
  | "unexpected"
  | `js:${number}`;

/**
 * What every failing call of the client throws. Its message says what to do.
 *
 * @example
 * ```ts
 * import { ClientError } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new ClientError("no-responders", "nobody answers on greet.joe");
 * assertEquals(error.code, "no-responders");
 * ```
 */
export class ClientError extends Error {
  /** The class's name. */
  override readonly name = "ClientError";
  /** The stable code to branch on. */
  readonly code: ClientErrorCode;
  /** The subject it is about, where there is one. */
  readonly subject?: string;

  /** Makes one; `cause` is the error it stands for. */
  constructor(
    code: ClientErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly subject?: string } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    if (options.subject !== undefined) this.subject = options.subject;
  }
}

/** The error of what is attempted on a connection that has ended. */
export function closedError(doing: string): ClientError {
  return new ClientError("closed", `Cannot ${doing}: the connection is closed; connect again`);
}
