// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { CodecError } from "./error.ts";
import { decodeText, encodeText, kindOf } from "./text.ts";

Deno.test("encodeText() gives UTF-8", () => {
  assertEquals(encodeText("é€"), new Uint8Array([0xc3, 0xa9, 0xe2, 0x82, 0xac]));
});

Deno.test("encodeText() refuses what is no text", () => {
  const error = assertThrows(() => encodeText(5), CodecError);
  assertEquals(error.message, "Cannot encode as text: expected text, got a number");
  assertEquals([error.code, error.type, error.size], ["encode", "text", undefined]);
});

Deno.test("encodeText() refuses half a surrogate pair, which UTF-8 cannot hold", () => {
  assertThrows(() => encodeText("\ud83d"), CodecError, "half a surrogate pair");
});

Deno.test("decodeText() refuses what is no UTF-8", () => {
  const error = assertThrows(() => decodeText(new Uint8Array([0x61, 0xff])), CodecError);
  assertEquals(error.message, "Cannot decode 2 B as text: not UTF-8");
  assertEquals([error.code, error.type, error.size], ["decode", "text", 2]);
});

Deno.test("decodeText() keeps a byte order mark", () => {
  assertEquals(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), "\ufeffa");
});

Deno.test("kindOf() names each kind of value", () => {
  assertEquals([null, undefined, [1], { a: 1 }, true, "x"].map(kindOf), [
    "null",
    "nothing",
    "a list",
    "a mapping",
    "a boolean",
    "a string",
  ]);
});
