// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CodecError } from "./error.ts";
import { createCodec } from "./registry.ts";
import type { Json } from "./types.ts";

const codec = await createCodec();

Deno.test("createCodec() knows the plain types, the toolkit's messages and the well-known types", () => {
  assertEquals(codec.types, [...codec.types].sort());
  for (
    const type of [
      "bytes",
      "json",
      "text",
      "natsrig.echo.v1.EchoRequest",
      "natsrig.echo.v1.EchoResponse",
      "natsrig.ping.v1.PingRequest",
      "google.protobuf.Struct",
    ]
  ) assert(codec.has(type) && codec.types.includes(type), type);
});

Deno.test("createCodec() knows the plain types only where nothing else is used", async () => {
  const plain = await createCodec({ uses: ["text", "json"] });
  assertEquals(plain.types, ["bytes", "json", "text"]);
  const error = assertThrows(() => plain.encode("natsrig.echo.v1.EchoRequest", {}), CodecError);
  assertEquals(error.code, "unknown-type");
});

Deno.test("createCodec() knows everything where an unknown type is used, for suggestions", async () => {
  const all = await createCodec({ uses: ["json", "natsrig.echo.v1.EchoReqest"] });
  assert(all.has("natsrig.echo.v1.EchoRequest"));
});

Deno.test("createCodec() refuses bytes that are no descriptor set", async () => {
  const descriptorSets = [new TextEncoder().encode("rubbish")];
  const error = await assertRejects(() => createCodec({ descriptorSets }), CodecError);
  assertEquals([error.code, error.type], ["decode", "google.protobuf.FileDescriptorSet"]);
});

Deno.test("PayloadCodec.encode() writes protobuf's wire format", () => {
  assertEquals(
    codec.encode("natsrig.echo.v1.EchoResponse", { message: "hi", cached: true }),
    new Uint8Array([0x0a, 0x02, 0x68, 0x69, 0x10, 0x01]),
  );
});

const absent: readonly (readonly [string, string])[] = [
  ["natsrig.echo.v1.EchoRequest", ""],
  ["google.protobuf.Timestamp", ""],
  ["text", ""],
  ["bytes", ""],
  ["json", "null"],
];
for (const [type, expected] of absent) {
  Deno.test(`PayloadCodec.encode() gives ${JSON.stringify(expected)} for no ${type}`, () => {
    assertEquals(codec.encode(type, undefined), new TextEncoder().encode(expected));
  });
}

const unfit: readonly (readonly [string, Json, string])[] = [
  ["natsrig.echo.v1.EchoRequest", { mesage: "x" }, 'key "mesage" is unknown'],
  ["natsrig.echo.v1.EchoRequest", { message: 5 }, "message: expected string, got 5"],
  ["natsrig.echo.v1.EchoRequest", "x", 'unfit value: "x"'],
  ["bytes", [1], "expected text or bytes, got a list"],
  ["text", null, "expected text, got null"],
];
for (const [type, value, problem] of unfit) {
  Deno.test(`PayloadCodec.encode() refuses ${JSON.stringify(value)} as ${type}`, () => {
    const error = assertThrows(() => codec.encode(type, value), CodecError);
    assertEquals(error.message, `Cannot encode as ${type}: ${problem}`);
    assertEquals([error.code, error.type], ["encode", type]);
  });
}

Deno.test("PayloadCodec.decode() gives default values too", () => {
  assertEquals(codec.decode("natsrig.echo.v1.EchoResponse", new Uint8Array()), {
    message: "",
    cached: false,
  });
});

Deno.test("PayloadCodec.decode() refuses a message that is cut short", () => {
  const cut = new Uint8Array([0x0a, 0x05, 0x68]);
  const error = assertThrows(() => codec.decode("natsrig.echo.v1.EchoRequest", cut), CodecError);
  assertEquals([error.code, error.type, error.size], [
    "decode",
    "natsrig.echo.v1.EchoRequest",
    3,
  ]);
});

Deno.test("PayloadCodec.decode() hands bytes on unchanged", () => {
  const data = new Uint8Array([0, 255]);
  assertEquals(codec.decode("bytes", data), data);
});

for (const type of ["nope", "toString", "__proto__"]) {
  Deno.test(`PayloadCodec refuses the unknown type ${type}`, () => {
    assertEquals(codec.has(type), false);
    const error = assertThrows(() => codec.decode(type, new Uint8Array()), CodecError);
    assertEquals([error.code, error.message], ["unknown-type", `There is no payload type ${type}`]);
    assertThrows(() => codec.encode(type, "x"), CodecError);
  });
}

Deno.test("PayloadCodec.fields() gives a message's JSON names", () => {
  assertEquals(
    codec.fields("natsrig.echo.v1.EchoResponse"),
    new Map([["message", undefined], ["cached", undefined]]),
  );
  assertEquals(codec.fields("json"), undefined);
  assertEquals(codec.fields("google.protobuf.Timestamp"), undefined);
});
