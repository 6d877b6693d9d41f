// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the rig needs of payload codecs. @module */

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};

/**
 * Encodes and decodes payloads by the name of their type: `json`, `text`, `bytes`, or a protobuf
 * message by its full name.
 */
export interface PayloadCodec {
  /** The names it knows, sorted. */
  readonly types: readonly string[];
  /** Whether it knows a name. */
  has(type: string): boolean;
  /**
   * Encodes a JSON value. Protobuf messages take their JSON form; an absent value is the empty
   * message, the empty text, no bytes, or JSON's null.
   *
   * @throws {CodecError} where the value does not fit the type
   */
  encode(type: string, value: Json | undefined): Uint8Array;
  /**
   * Decodes to JSON (`bytes`: to bytes). Protobuf messages come in their JSON form with every
   * field present, also those with default values.
   *
   * @throws {CodecError} where the bytes are not of the type
   */
  decode(type: string, data: Uint8Array): Json | Uint8Array;
  /**
   * The fields of a protobuf message by their JSON names; undefined for other types. A nested
   * message field gives the nested message's name.
   */
  fields(type: string): ReadonlyMap<string, string | undefined> | undefined;
}
