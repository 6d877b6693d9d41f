// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { CodecError, decodeError, encodeError } from "./error.ts";
import { decodeText, encodeText } from "./text.ts";
import type { Json } from "./types.ts";

/**
 * Encodes a value as JSON, compactly. An absent value is `null`.
 *
 * @throws {CodecError} `encode` where JSON has no such value: a number that is not finite, a
 * BigInt, a function, or an object that contains itself
 */
export function encodeJson(value: Json | undefined): Uint8Array {
  return encodeText(stringify(value ?? null), "json");
}

function stringify(value: Json): string {
  try {
    const text: string | undefined = JSON.stringify(value, refuseNonFinite);
    if (text !== undefined) return text;
  } catch (cause) {
    if (cause instanceof CodecError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    // V8 draws the circle over several lines.
    throw encodeError("json", message.split("\n", 1).join(), cause);
  }
  throw encodeError("json", `JSON has no ${typeof value}`);
}

function refuseNonFinite(_key: string, part: unknown): unknown {
  if (typeof part === "number" && !Number.isFinite(part)) {
    throw encodeError("json", `JSON has no number ${part}`);
  }
  return part;
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
