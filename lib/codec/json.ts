// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { decodeError, encodeError } from "./error.ts";
import { decodeText, encodeText } from "./text.ts";
import type { Json } from "./types.ts";

/**
 * Encodes a value as JSON, compactly. An absent value is `null`.
 *
 * @throws {CodecError} `encode` where it holds a number that JSON lacks
 */
export function encodeJson(value: Json | undefined): Uint8Array {
  const text = JSON.stringify(value ?? null, (_key, part) => {
    if (typeof part === "number" && !Number.isFinite(part)) {
      throw encodeError("json", `JSON has no number ${part}`);
    }
    return part;
  });
  return encodeText(text, "json");
}

/**
 * Decodes JSON in UTF-8.
 *
 * @throws {CodecError} `decode` where the bytes are no UTF-8 or no JSON
 */
export function decodeJson(data: Uint8Array): Json {
  const text = decodeText(data, "json");
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw decodeError("json", data, { message, cause });
  }
}
