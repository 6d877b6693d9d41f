// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { CodecError } from "../codec/error.ts";
import type { MessageHeaders } from "./payload.ts";

/**
 * A refusal that the caller is told of: thrown by a handler, it becomes an error reply with its
 * code and message. Any other error is answered with 500 and `internal error`.
 *
 * @example
 * ```ts
 * import { ServiceError } from "@natsrig/natsrig";
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

const messageHeader = "Nats-Service-Error";
const codeHeader = "Nats-Service-Error-Code";

/** The headers of an error reply. */
export function serviceErrorHeaders(error: ServiceError): MessageHeaders {
  return {
    [messageHeader]: [error.message.replace(/[\r\n]+/g, " ")],
    [codeHeader]: [String(error.code)],
  };
}

/** The error that a reply's headers tell of; undefined where the reply is none. */
export function readServiceError(headers: MessageHeaders | undefined): ServiceError | undefined {
  const code = headers?.[codeHeader]?.[0];
  if (code === undefined) return undefined;
  return new ServiceError(Number(code), headers?.[messageHeader]?.[0] ?? "");
}

/** What the caller is told of an error: nothing that could be private. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof CodecError && error.code === "decode") {
    return new ServiceError(400, error.message, { cause: error });
  }
  return new ServiceError(500, "internal error", { cause: error });
}
