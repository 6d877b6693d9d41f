// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { encodeError } from "./error.ts";
import { decodeJson, encodeJson } from "./json.ts";
import { decodeText, encodeText, kindOf } from "./text.ts";
import type { Json } from "./types.ts";

/**
 * Encodes and decodes the payloads of one type. Where the toolkit's own do not do, an object with
 * these three members is one, such as for JSON that is checked:
 *
 * @example
 * ```ts
 * import { type Codec, jsonCodec } from "@natsrig/natsrig";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const pointCodec: Codec<{ x: number; y: number }> = {
 *   type: "point",
 *   encode: jsonCodec.encode,
 *   decode(data) {
 *     const point = jsonCodec.decode(data);
 *     if (!Array.isArray(point) && point !== null && typeof point === "object") {
 *       const { x, y } = point as { x?: unknown; y?: unknown };
 *       if (typeof x === "number" && typeof y === "number") return { x, y };
 *     }
 *     throw new TypeError("a point has an x and a y");
 *   },
 * };
 * assertEquals(pointCodec.decode(pointCodec.encode({ x: 1, y: 2 })), { x: 1, y: 2 });
 * assertThrows(() => pointCodec.decode(jsonCodec.encode([1, 2])), TypeError);
 * ```
 *
 * @typeParam Value what decoding gives
 * @typeParam Init what can be encoded
 */
export interface Codec<Value, Init = Value> {
  /** The type's name in errors: `json`, `order`, a protobuf message's full name. */
  readonly type: string;
  /** Encodes a value. What it throws becomes a `CodecError`. */
  readonly encode: (value: Init) => Uint8Array;
  /** Decodes a payload. What it throws becomes a `CodecError`. */
  readonly decode: (data: Uint8Array) => Value;
}

/** Text in UTF-8, strictly. */
export const textCodec: Codec<string> = {
  type: "text",
  encode: (value) => encodeText(value),
  decode: (data) => decodeText(data),
};

/** JSON in UTF-8. */
export const jsonCodec: Codec<Json> = {
  type: "json",
  encode: encodeJson,
  decode: decodeJson,
};

/** Bytes as they are. */
export const bytesCodec: Codec<Uint8Array> = {
  type: "bytes",
  encode(value) {
    if (value instanceof Uint8Array) return value;
    throw encodeError("bytes", `expected a Uint8Array, got ${kindOf(value)}`);
  },
  decode: (data) => data,
};
