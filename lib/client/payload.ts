// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { MsgHdrs } from "@nats-io/nats-core";
import { headers as makeHeaders } from "@nats-io/nats-core";
import { toClientError } from "./to_client_error.ts";

/** What a message carries: bytes, or text that is sent as UTF-8. */
export type Payload = Uint8Array | string;

/** Received headers: each name with its values in order. */
export type MessageHeaders = { readonly [name: string]: readonly string[] };

/** Headers to send: each name with its value or values. */
export type HeadersInit = { readonly [name: string]: string | readonly string[] };

/**
 * nats-core's form of headers.
 *
 * @throws {ClientError} `invalid-header` for a name or value that cannot be sent
 */
export function toMsgHeaders(init: HeadersInit): MsgHdrs {
  const made = makeHeaders();
  try {
    for (const [name, values] of Object.entries(init)) {
      for (const value of typeof values === "string" ? [values] : values) made.append(name, value);
    }
  } catch (error) {
    throw toClientError(error, "send headers");
  }
  return made;
}

/** Headers from nats-core's form. */
export function fromMsgHeaders(
  headers: Iterable<readonly [string, readonly string[]]>,
): MessageHeaders {
  return Object.fromEntries(headers);
}
