// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { CodecError } from "./error.ts";
import { decodeJson, encodeJson } from "./json.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

Deno.test("encodeJson() writes compactly", () => {
  assertEquals(encodeJson({ a: [1, "x", null] }), bytes('{"a":[1,"x",null]}'));
});

Deno.test("encodeJson() writes null for an absent value", () => {
  assertEquals(encodeJson(undefined), bytes("null"));
});

Deno.test("encodeJson() refuses a number that JSON lacks", () => {
  assertThrows(
    () => encodeJson([1, NaN]),
    CodecError,
    "Cannot encode as json: JSON has no number NaN",
  );
});

Deno.test("encodeJson() refuses what JSON lacks, also where the compiler was passed by", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const cases: readonly (readonly [unknown, string])[] = [
    [circle, "Converting circular structure to JSON"],
    [1n, "Do not know how to serialize a BigInt"],
    [() => 1, "JSON has no function"],
    [Symbol("s"), "JSON has no symbol"],
  ];
  for (const [value, problem] of cases) {
    const error = assertThrows(() => encodeJson(value as never), CodecError);
    assertEquals([error.code, error.message], ["encode", `Cannot encode as json: ${problem}`]);
  }
});

Deno.test("decodeJson() gives the value", () => {
  assertEquals(decodeJson(bytes(' {"a": [true]} ')), { a: [true] });
});

for (const text of ["", "{", "{'a': 1}", "01"]) {
  Deno.test(`decodeJson() refuses ${JSON.stringify(text)}`, () => {
    const error = assertThrows(() => decodeJson(bytes(text)), CodecError);
    assertEquals([error.code, error.type, error.size], ["decode", "json", text.length]);
  });
}

Deno.test("decodeJson() refuses what is no UTF-8", () => {
  assertThrows(() => decodeJson(new Uint8Array([0x22, 0xff, 0x22])), CodecError, "not UTF-8");
});
