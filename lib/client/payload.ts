// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { MsgHdrs } from "@nats-io/nats-core";
import { headers as makeHeaders } from "@nats-io/nats-core";
import { ClientError } from "./error.ts";

/** What a message carries: bytes, or text that is sent as UTF-8. */
export type Payload = Uint8Array | string;

/** Received headers: each name with its values in order. */
export type MessageHeaders = { readonly [name: string]: readonly string[] };

/** Headers to send: each name with its value or values. */
export type HeadersInit = { readonly [name: string]: string | readonly string[] };

/**
 * nats-core's form of headers.
 *
 * @throws {ClientError} `invalid-header` for a name or value that cannot be sent; it shows no value
 */
export function toMsgHeaders(init: HeadersInit): MsgHdrs {
  if (!isPlain(init)) {
    throw refuse("Cannot send 'headers' as they must be an object of names with texts");
  }
  const made = makeHeaders();
  for (const [name, values] of Object.entries(init)) {
    const header = JSON.stringify(name);
    if (!/^[!-9;-~]+$/.test(name)) {
      throw refuse(
        `Cannot send the header ${header} as its name must be ASCII without white space and colons`,
      );
    }
    for (const value of Array.isArray(values) ? values : [values]) {
      if (typeof value !== "string") {
        throw refuse(
          `Cannot send the header ${header} as its value must be a text or a list of them`,
        );
      }
      if (/[\r\n\0]/.test(value)) {
        throw refuse(
          `Cannot send the header ${header} as its value must be without line ends and NUL`,
        );
      }
      made.append(name, value);
    }
  }
  return made;
}

/** Not a list, a `Map` or `Headers`, whose entries would be lost. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function refuse(message: string): ClientError {
  return new ClientError("invalid-header", message);
}

/** Headers from nats-core's form. */
export function fromMsgHeaders(
  headers: Iterable<readonly [string, readonly string[]]>,
): MessageHeaders {
  return Object.fromEntries(headers);
}
