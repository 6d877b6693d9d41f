// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Payloads: which type a subject has, and encoding and decoding by it. @module */

import type { Direction } from "../action/types.ts";
import type { PayloadCodec } from "../codec/types.ts";
import { isJsonObject } from "./node.ts";
import type { Item, Json, MessageTypes } from "./types.ts";
import { parseSize } from "./unit.ts";

/** Ways to make bytes in a payload: the only key of a mapping. */
export const payloadGenerators = {
  $random: "bytes at random, so many: `{ $random: 64KiB }`",
  $base64: "bytes from base64: `{ $base64: AQI= }`",
} as const;

/** The largest payload that `$random` makes: 64 MiB. */
export const maxRandom: number = 64 * 1024 ** 2;

/** Whether a subject fits a pattern with `*` and `>`. */
export function subjectMatches(pattern: string, subject: string): boolean {
  const wanted = pattern.split(".");
  const tokens = subject.split(".");
  for (const [index, token] of wanted.entries()) {
    if (token === ">") return tokens.length > index;
    if (tokens[index] === undefined) return false;
    if (token !== "*" && token !== tokens[index]) return false;
  }
  return wanted.length === tokens.length;
}

/** The declared type of a subject: that of the most exact pattern that fits and has one. */
export function typeOfSubject(
  types: readonly MessageTypes[],
  subject: string,
  direction: Direction,
): string | undefined {
  const fitting = types.filter((entry) =>
    entry[direction] !== undefined &&
    (entry.pattern === subject || subjectMatches(entry.pattern, subject))
  );
  fitting.sort((a, b) => exactness(b.pattern) - exactness(a.pattern));
  return fitting[0]?.[direction];
}

function exactness(pattern: string): number {
  const tokens = pattern.split(".");
  const literal = tokens.filter((token) => token !== "*" && token !== ">").length;
  return literal * 4 + (tokens.includes(">") ? 0 : 2) + (tokens.includes("*") ? 0 : 1);
}

/**
 * Encodes a payload. Without a type, a mapping or list becomes JSON, anything else text.
 *
 * @throws {TypeError} where a generator's argument is wrong
 * @throws {CodecError} where the value does not fit the type
 */
export function encodePayload(
  codec: PayloadCodec,
  type: string | undefined,
  value: Json | undefined,
): Uint8Array {
  const generated = generate(value);
  if (generated !== undefined) return generated;
  if (type === "bytes") return codec.encode("text", value);
  if (type !== undefined) return codec.encode(type, value);
  if (value === undefined || value === null) return new Uint8Array();
  if (typeof value === "object") return codec.encode("json", value);
  return codec.encode("text", String(value));
}

function generate(value: Json | undefined): Uint8Array | undefined {
  if (!isJsonObject(value)) return undefined;
  const [key, ...more] = Object.keys(value);
  if (key === undefined || more.length > 0 || !Object.hasOwn(payloadGenerators, key)) {
    return undefined;
  }
  const argument = value[key];
  if (typeof argument !== "string") throw new TypeError(`${key} must be text`);
  if (key === "$base64") return Uint8Array.fromBase64(argument);
  const size = parseSize(argument);
  if (size === undefined || size > maxRandom) {
    throw new TypeError("$random must be a size up to 64MiB, such as 16B or 4KiB");
  }
  return randomBytes(size);
}

function randomBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  // The generator fills at most 64 KiB at once.
  for (let offset = 0; offset < size; offset += 65536) {
    crypto.getRandomValues(bytes.subarray(offset, offset + 65536));
  }
  return bytes;
}

/** Decodes a payload into an item; one that is not of its type says so in `undecodable`. */
export function decodePayload(
  codec: PayloadCodec,
  type: string | undefined,
  data: Uint8Array,
): Item {
  if (type === undefined) return { ...textOrBytes(data), untyped: true, size: data.length };
  try {
    return { value: codec.decode(type, data), size: data.length };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...textOrBytes(data), undecodable: reason, size: data.length };
  }
}

function textOrBytes(data: Uint8Array): { readonly value: string | Uint8Array } {
  try {
    return { value: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data) };
  } catch {
    // Not UTF-8: the bytes themselves are the value.
    return { value: data };
  }
}
