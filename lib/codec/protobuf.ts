// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Protobuf messages by their full names. Loaded on demand: the runtime costs start-up time. */

import type { DescField, DescMessage, Registry } from "@bufbuild/protobuf";
import {
  createFileRegistry,
  createRegistry,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import {
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { file_natsrig_echo_v1_echo, file_natsrig_ping_v1_ping } from "../../proto/mod.ts";
import { CodecError, decodeError, encodeError } from "./error.ts";
import type { Json } from "./types.ts";

const builtIn = [
  file_natsrig_echo_v1_echo,
  file_natsrig_ping_v1_ping,
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
];

/** The messages of a registry, encoded from and decoded to their JSON form. */
export interface ProtobufCodec {
  readonly types: readonly string[];
  encode(type: string, value: Json | undefined): Uint8Array;
  decode(type: string, data: Uint8Array): Json;
  fields(type: string): ReadonlyMap<string, string | undefined> | undefined;
}

/**
 * Makes a codec of the toolkit's messages, the well-known types and those of descriptor sets.
 *
 * @param descriptorSets serialized `google.protobuf.FileDescriptorSet`s, imports included
 * @throws {CodecError} `decode` where a descriptor set is none
 */
export function createProtobufCodec(descriptorSets: readonly Uint8Array[]): ProtobufCodec {
  const registry = createRegistry(...builtIn, ...descriptorSets.map(readDescriptorSet));
  const messages = new Map<string, DescMessage>();
  for (const type of registry) if (type.kind === "message") messages.set(type.typeName, type);
  const find = (type: string): DescMessage => {
    const message = messages.get(type);
    if (message !== undefined) return message;
    throw new CodecError("unknown-type", `There is no payload type ${type}`, { type });
  };
  return {
    types: [...messages.keys()],
    encode: (type, value) => encodeMessage(find(type), value, registry),
    decode: (type, data) => decodeMessage(find(type), data, registry),
    fields: (type) => fieldsOf(messages.get(type)),
  };
}

function readDescriptorSet(data: Uint8Array): Registry {
  try {
    return createFileRegistry(fromBinary(FileDescriptorSetSchema, data));
  } catch (cause) {
    throw decodeError("google.protobuf.FileDescriptorSet", data, { message: text(cause), cause });
  }
}

function encodeMessage(
  message: DescMessage,
  value: Json | undefined,
  registry: Registry,
): Uint8Array {
  try {
    // An absent value is the empty message, whose JSON form is not `{}` for well-known types.
    if (value === undefined) return new Uint8Array();
    // protobuf-es types JSON lists and objects as mutable, and does not change them.
    const json = value as Parameters<typeof fromJson>[1];
    return toBinary(message, fromJson(message, json, { registry }));
  } catch (cause) {
    throw encodeError(message.typeName, text(cause), cause);
  }
}

function decodeMessage(message: DescMessage, data: Uint8Array, registry: Registry): Json {
  try {
    const value = fromBinary(message, data);
    return toJson(message, value, { registry, alwaysEmitImplicit: true });
  } catch (cause) {
    throw decodeError(message.typeName, data, { message: text(cause), cause });
  }
}

function fieldsOf(
  message: DescMessage | undefined,
): ReadonlyMap<string, string | undefined> | undefined {
  // The well-known types have JSON forms of their own: a timestamp is a string.
  if (message === undefined || message.typeName.startsWith("google.protobuf.")) return undefined;
  return new Map(message.fields.map((field) => [field.jsonName, nestedType(field)]));
}

function nestedType(field: DescField): string | undefined {
  const isMessage = field.fieldKind === "message" ||
    (field.fieldKind === "list" && field.listKind === "message");
  return isMessage ? field.message.typeName : undefined;
}

// protobuf-es begins with the name that the codec's own errors give already: of the message, or of
// the message and the field, of which the field is kept.
function text(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, kind, name, problem] =
    /^cannot decode (message|field) (\S+) from JSON: (.*)$/s.exec(message) ?? [];
  if (kind === undefined || name === undefined || problem === undefined) return message;
  if (kind === "field") return `${name.slice(name.lastIndexOf(".") + 1)}: ${problem}`;
  return /^(key|oneof) /.test(problem) ? problem : `unfit value: ${problem}`;
}
