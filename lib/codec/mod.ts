// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Payload codecs: text, JSON, bytes and protobuf messages, by the name of the type.
 *
 * @module
 */

export * from "./cache_folder.ts";
export * from "./codec.ts";
export * from "./compile_proto.ts";
export * from "./error.ts";
export * from "./json.ts";
export type * from "./payload_type.ts";
export * from "./proto_error.ts";
export * from "./registry.ts";
export * from "./text.ts";
export type * from "./types.ts";
