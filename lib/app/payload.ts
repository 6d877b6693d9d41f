// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { create, type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { decodeError, encodeError } from "../codec/error.ts";
import { decodeJson, encodeJson } from "../codec/json.ts";
import { decodeText, encodeText, kindOf } from "../codec/text.ts";
import type { PayloadType } from "./types.ts";

/**
 * Encodes a value as its type says; without a type, bytes are `bytes`, a string is `text` and
 * anything else `json`.
 *
 * @throws {CodecError} `encode` where it does not fit
 */
export function encodePayload(type: PayloadType | undefined, value: unknown): Uint8Array {
  switch (type ?? typeOf(value)) {
    case "bytes":
      if (value instanceof Uint8Array) return value;
      throw encodeError("bytes", `expected a Uint8Array, got ${kindOf(value)}`);
    case "text":
      return encodeText(value);
    case "json":
      // JSON.stringify refuses what is no JSON.
      return encodeJson(value as Parameters<typeof encodeJson>[0]);
    default:
      return encodeMessage(type, value);
  }
}

/**
 * Decodes a payload as its type says.
 *
 * @throws {CodecError} `decode` where it is not of the type
 */
export function decodePayload(type: PayloadType, data: Uint8Array): unknown {
  switch (type) {
    case "bytes":
      return data;
    case "text":
      return decodeText(data);
    case "json":
      return decodeJson(data);
    default:
      return decodeMessage(type, data);
  }
}

/** The type's name, as scenarios write it. */
export function payloadTypeName(type: PayloadType): string {
  return typeof type === "string" ? type : type.typeName;
}

function typeOf(value: unknown): PayloadType {
  if (value instanceof Uint8Array) return "bytes";
  return typeof value === "string" ? "text" : "json";
}

function encodeMessage(schema: PayloadType | undefined, value: unknown): Uint8Array {
  if (schema === undefined || typeof schema === "string") {
    throw new TypeError("Cannot encode a message without a schema");
  }
  if (typeof value !== "object" || value === null) {
    throw encodeError(schema.typeName, `expected a message, got ${kindOf(value)}`);
  }
  try {
    // toBinary checks each field's value.
    return toBinary(schema, create(schema, value as Partial<Message>));
  } catch (cause) {
    throw encodeError(schema.typeName, cause instanceof Error ? cause.message : "unfit", cause);
  }
}

function decodeMessage(schema: DescMessage, data: Uint8Array): Message {
  try {
    return fromBinary(schema, data);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw decodeError(schema.typeName, data, { message, cause });
  }
}
