// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { decodeError, encodeError } from "./error.ts";

const encoder = new TextEncoder();
// A byte order mark is part of the payload: what was sent is what is seen.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Encodes text as UTF-8.
 *
 * @throws {CodecError} `encode` where it is no string, or holds half a surrogate pair
 */
export function encodeText(value: unknown, type = "text"): Uint8Array {
  if (typeof value !== "string") throw encodeError(type, `expected text, got ${kindOf(value)}`);
  if (!value.isWellFormed()) throw encodeError(type, "the text holds half a surrogate pair");
  return encoder.encode(value);
}

/**
 * Decodes UTF-8, strictly.
 *
 * @throws {CodecError} `decode` where the bytes are no UTF-8
 */
export function decodeText(data: Uint8Array, type = "text"): string {
  try {
    return decoder.decode(data);
  } catch (cause) {
    throw decodeError(type, data, { message: "not UTF-8", cause });
  }
}

/** The JSON kind of a value, for messages: `a number`, `null`, `a list`. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : `a ${typeof value}`;
}
