// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Typed payloads to codecs. Not in `mod.ts`: it brings the protobuf runtime, some 30 ms. */

import { create, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { bytesCodec, type Codec, jsonCodec, textCodec } from "./codec.ts";
import { CodecError, decodeError, encodeError } from "./error.ts";
import type { Decoded, Encodable, MessageSchema, PayloadType } from "./payload_type.ts";
import { kindOf } from "./text.ts";

const plainCodecs = { bytes: bytesCodec, json: jsonCodec, text: textCodec };

/**
 * The codec of a payload type. All that goes wrong in it is a `CodecError`.
 *
 * @example
 * ```ts
 * import { DurationSchema } from "@bufbuild/protobuf/wkt";
 * import { codecOf } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const codec = codecOf(DurationSchema);
 * assertEquals(codec.decode(codec.encode({ nanos: 5 })).nanos, 5);
 * ```
 *
 * @throws {CodecError} `unknown-type` where there is no such type
 */
export function codecOf<const T extends PayloadType>(type: T): Codec<Decoded<T>, Encodable<T>> {
  // Each branch gives what the conditional types say; TypeScript cannot follow that.
  return findCodec(type) as unknown as Codec<Decoded<T>, Encodable<T>>;
}

function findCodec(type: PayloadType): Codec<unknown, never> {
  if (typeof type === "object" && type !== null) {
    return "typeName" in type ? messageCodec(type) : checkedCodec(type);
  }
  // A program that is not type-checked may have others.
  if (Object.hasOwn(plainCodecs, type)) return plainCodecs[type];
  throw new CodecError("unknown-type", `There is no payload type ${type}`, { type: `${type}` });
}

/** The codec of a protobuf message. It encodes plain objects with some of the fields too. */
function messageCodec(schema: MessageSchema): Codec<Message, unknown> {
  const type = schema.typeName;
  return {
    type,
    encode(value) {
      if (typeof value !== "object" || value === null) {
        throw encodeError(type, `expected a message, got ${kindOf(value)}`);
      }
      try {
        // toBinary checks each field's value.
        return toBinary(schema, create(schema, value as Partial<Message>));
      } catch (cause) {
        throw encodeError(type, problemOf(cause), cause);
      }
    },
    decode(data) {
      try {
        return fromBinary(schema, data);
      } catch (cause) {
        throw decodeError(type, data, { message: problemOf(cause), cause });
      }
    },
  };
}

/** Makes whatever a codec of the user's throws a `CodecError`. */
function checkedCodec(codec: Codec<unknown, never>): Codec<unknown, never> {
  const { type } = codec;
  return {
    type,
    encode(value) {
      try {
        return codec.encode(value);
      } catch (cause) {
        throw cause instanceof CodecError ? cause : encodeError(type, problemOf(cause), cause);
      }
    },
    decode(data) {
      try {
        return codec.decode(data);
      } catch (cause) {
        if (cause instanceof CodecError) throw cause;
        throw decodeError(type, data, { message: problemOf(cause), cause });
      }
    },
  };
}

function problemOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
