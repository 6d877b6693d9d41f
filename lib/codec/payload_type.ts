// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** How payloads are written, as types from which those of their values follow. */

import type * as protobuf from "@bufbuild/protobuf";
import type { Codec } from "./codec.ts";
import type { Json } from "./types.ts";

// `deno doc --lint` wants types of other packages to be public: it takes an alias of a namespace
// import for that, but a generic one only where it is marked as internal.

/** The schema of a protobuf message, as protoc-gen-es generates it. */
export type MessageSchema = protobuf.DescMessage;

/**
 * A message of a schema.
 *
 * @internal
 */
export type MessageOf<S extends MessageSchema> = protobuf.MessageShape<S>;

/**
 * What a message of a schema can be made of: some of its fields.
 *
 * @internal
 */
export type MessageInitOf<S extends MessageSchema> = protobuf.MessageInitShape<S>;

/**
 * How a payload is written: JSON, text, bytes, a protobuf message by its schema, or as a codec of
 * one's own has it.
 */
export type PayloadType = "json" | "text" | "bytes" | MessageSchema | Codec<unknown, never>;

/** What a payload is when it has been decoded. */
export type Decoded<T extends PayloadType | undefined> = T extends "json" ? Json
  : T extends "text" ? string
  : T extends "bytes" ? Uint8Array
  : T extends MessageSchema ? MessageOf<T>
  : T extends { readonly decode: (data: Uint8Array) => infer Value } ? Value
  : never;

/** What can be encoded as a payload: for messages also plain objects with some of the fields. */
export type Encodable<T extends PayloadType | undefined> = T extends "json" ? Json
  : T extends "text" ? string
  : T extends "bytes" ? Uint8Array
  : T extends MessageSchema ? MessageInitOf<T>
  : T extends { readonly encode: (value: infer Init) => Uint8Array } ? Init
  : never;
