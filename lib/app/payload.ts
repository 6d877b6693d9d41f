// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Codec } from "../codec/codec.ts";
import { codecOf } from "../codec/codec_of.ts";
import type { PayloadType } from "../codec/payload_type.ts";

/**
 * Encodes a value as its type says; without a type, bytes are `bytes`, a string is `text` and
 * anything else `json`.
 *
 * @throws {CodecError} `encode` where it does not fit
 */
export function encodePayload(type: PayloadType | undefined, value: unknown): Uint8Array {
  // Codecs refuse what does not fit.
  const codec = codecOf(type ?? typeOf(value)) as Codec<unknown>;
  return codec.encode(value);
}

/**
 * Decodes a payload as its type says.
 *
 * @throws {CodecError} `decode` where it is not of the type
 */
export function decodePayload(type: PayloadType, data: Uint8Array): unknown {
  return codecOf(type).decode(data);
}

/** The type's name, as scenarios write it. */
export function payloadTypeName(type: PayloadType): string {
  return typeof type === "string" ? type : codecOf(type).type;
}

function typeOf(value: unknown): PayloadType {
  if (value instanceof Uint8Array) return "bytes";
  return typeof value === "string" ? "text" : "json";
}
