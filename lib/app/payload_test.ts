// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { assertEquals, assertThrows } from "@std/assert";
import { CodecError } from "../codec/error.ts";
import { EchoRequestSchema } from "../../proto/mod.ts";
import { decodePayload, encodePayload, payloadTypeName } from "./payload.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

Deno.test("encodePayload() goes by the value where there is no type", () => {
  assertEquals(encodePayload(undefined, new Uint8Array([1])), new Uint8Array([1]));
  assertEquals(encodePayload(undefined, "x"), bytes("x"));
  assertEquals(encodePayload(undefined, { a: 1 }), bytes('{"a":1}'));
  assertEquals(encodePayload("json", "x"), bytes('"x"'));
});

Deno.test("encodePayload() takes messages and plain objects", () => {
  const wire = new Uint8Array([0x0a, 0x01, 0x78]);
  assertEquals(encodePayload(EchoRequestSchema, { message: "x" }), wire);
  const message = create(EchoRequestSchema, { message: "x" });
  assertEquals(encodePayload(EchoRequestSchema, message), wire);
});

const unfit: readonly (readonly [Parameters<typeof encodePayload>[0], unknown, string])[] = [
  ["bytes", "x", "Cannot encode as bytes: expected a Uint8Array, got a string"],
  ["text", 1, "Cannot encode as text: expected text, got a number"],
  [EchoRequestSchema, "x", "Cannot encode as natsrig.echo.v1.EchoRequest: expected a message"],
  [TimestampSchema, { nanos: 2 ** 40 }, "Cannot encode as google.protobuf.Timestamp:"],
];
for (const [type, value, message] of unfit) {
  Deno.test(`encodePayload() refuses ${JSON.stringify(value)}: ${message}`, () => {
    assertThrows(() => encodePayload(type, value), CodecError, message);
  });
}

Deno.test("decodePayload() gives what the type says", () => {
  assertEquals(decodePayload("bytes", bytes("x")), bytes("x"));
  assertEquals(decodePayload("text", bytes("x")), "x");
  assertEquals(decodePayload("json", bytes("[1]")), [1]);
  assertThrows(() => decodePayload("json", bytes("x")), CodecError);
});

Deno.test("encodePayload() and decodePayload() take a codec of one's own", () => {
  const codec = {
    type: "length",
    encode: (length: number): Uint8Array => new Uint8Array(length),
    decode: (data: Uint8Array): number => data.length,
  };
  assertEquals(encodePayload(codec, 2), new Uint8Array(2));
  assertEquals(decodePayload(codec, new Uint8Array(3)), 3);
  assertEquals(payloadTypeName(codec), "length");
});

Deno.test("payloadTypeName() is the name scenarios use", () => {
  assertEquals(payloadTypeName(EchoRequestSchema), "natsrig.echo.v1.EchoRequest");
  assertEquals(payloadTypeName("json"), "json");
});
