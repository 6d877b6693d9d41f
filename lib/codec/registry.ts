// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { CodecError, encodeError } from "./error.ts";
import { decodeJson, encodeJson } from "./json.ts";
import type { ProtobufCodec } from "./protobuf.ts";
import { decodeText, encodeText, kindOf } from "./text.ts";
import type { Json, PayloadCodec } from "./types.ts";

interface PlainCodec {
  encode(value: Json | undefined): Uint8Array;
  decode(data: Uint8Array): Json | Uint8Array;
}

const plainCodecs: { readonly [type: string]: PlainCodec } = {
  bytes: { encode: encodeBytes, decode: (data) => data },
  json: { encode: encodeJson, decode: decodeJson },
  text: {
    encode: (value) => encodeText(value === undefined ? "" : value),
    decode: (data) => decodeText(data),
  },
};

/** The payload types that are no protobuf messages. */
export const plainTypes: readonly string[] = Object.keys(plainCodecs);

/** What a codec is made of. */
export interface CodecOptions {
  /**
   * Serialized `google.protobuf.FileDescriptorSet`s, as `compileProto` gives them. Their messages
   * are known besides the toolkit's own and the well-known types.
   */
  readonly descriptorSets?: readonly Uint8Array[];
  /**
   * The types that will be asked for. Where all of them are `bytes`, `json` or `text`, the codec
   * knows just these, and the protobuf runtime is not loaded (some 30 ms). Default: any type.
   */
  readonly uses?: Iterable<string>;
}

/**
 * Makes the codec of all payload types.
 *
 * @example
 * ```ts
 * import { createCodec } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const codec = await createCodec();
 * const data = codec.encode("natsrig.echo.v1.EchoResponse", { message: "hi" });
 * assertEquals(codec.decode("natsrig.echo.v1.EchoResponse", data), {
 *   message: "hi",
 *   cached: false,
 * });
 * ```
 *
 * @throws {CodecError} `decode` where a descriptor set is none
 */
export async function createCodec(options: CodecOptions = {}): Promise<PayloadCodec> {
  const plain = options.uses !== undefined &&
    Array.from(options.uses).every((type) => Object.hasOwn(plainCodecs, type));
  const protobuf = plain ? undefined : await loadProtobuf(options.descriptorSets ?? []);
  const types = [...plainTypes, ...protobuf?.types ?? []].sort();
  const known = new Set(types);
  return {
    types,
    has: (type) => known.has(type),
    encode: (type, value) =>
      plainCodec(type)?.encode(value) ?? messages(protobuf, type).encode(type, value),
    decode: (type, data) => {
      const codec = plainCodec(type);
      return codec === undefined ? messages(protobuf, type).decode(type, data) : codec.decode(data);
    },
    fields: (type) => protobuf?.fields(type),
  };
}

async function loadProtobuf(descriptorSets: readonly Uint8Array[]): Promise<ProtobufCodec> {
  const { createProtobufCodec } = await import("./protobuf.ts");
  return createProtobufCodec(descriptorSets);
}

function plainCodec(type: string): PlainCodec | undefined {
  return Object.hasOwn(plainCodecs, type) ? plainCodecs[type] : undefined;
}

function messages(protobuf: ProtobufCodec | undefined, type: string): ProtobufCodec {
  if (protobuf !== undefined) return protobuf;
  throw new CodecError("unknown-type", `There is no payload type ${type}`, { type });
}

function encodeBytes(value: Json | undefined): Uint8Array {
  if (value === undefined) return new Uint8Array();
  if (typeof value === "string") return encodeText(value, "bytes");
  throw encodeError("bytes", `expected text or bytes, got ${kindOf(value)}`);
}
