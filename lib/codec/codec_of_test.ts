// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { EchoRequestSchema } from "../../proto/mod.ts";
import type { Codec } from "./codec.ts";
import { codecOf } from "./codec_of.ts";
import { CodecError } from "./error.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function caught(attempt: () => unknown): CodecError {
  return assertThrows(attempt, CodecError);
}

Deno.test("codecOf() gives text, JSON and bytes", () => {
  assertEquals(codecOf("text").decode(bytes("é")), "é");
  assertEquals(codecOf("json").decode(codecOf("json").encode({ a: [1, null] })), { a: [1, null] });
  assertEquals(codecOf("bytes").encode(bytes("x")), bytes("x"));
  assertEquals(codecOf("bytes").decode(bytes("x")), bytes("x"));
});

Deno.test("codecOf() encodes messages and plain objects of a schema", () => {
  const codec = codecOf(EchoRequestSchema);
  const wire = new Uint8Array([0x0a, 0x01, 0x78]);
  assertEquals(codec.type, "natsrig.echo.v1.EchoRequest");
  assertEquals(codec.encode({ message: "x" }), wire);
  assertEquals(codec.encode(create(EchoRequestSchema, { message: "x" })), wire);
  assertEquals(codec.decode(wire).message, "x");
});

Deno.test("codecOf() tells type and size of what it cannot decode", () => {
  const cases: readonly (readonly [CodecError, string])[] = [
    [
      caught(() => codecOf("text").decode(new Uint8Array([0xff, 0x61]))),
      "Cannot decode 2 B as text: not UTF-8",
    ],
    [
      caught(() => codecOf("json").decode(new Uint8Array([0xff, 0x61]))),
      "Cannot decode 2 B as json: not UTF-8",
    ],
    [caught(() => codecOf("json").decode(bytes("{a"))), "Cannot decode 2 B as json: "],
    [
      caught(() => codecOf(EchoRequestSchema).decode(new Uint8Array([0x0a, 0x7f]))),
      "Cannot decode 2 B as natsrig.echo.v1.EchoRequest: ",
    ],
  ];
  for (const [{ code, size, message }, start] of cases) {
    assertEquals([code, size, message.slice(0, start.length)], ["decode", 2, start]);
  }
});

Deno.test("codecOf() refuses values that do not fit, also where the compiler was passed by", () => {
  // As a JavaScript program would call it.
  const encode = (type: Parameters<typeof codecOf>[0], value: unknown) => () =>
    codecOf(type).encode(value as never);
  const cases: readonly (readonly [() => unknown, string])[] = [
    [encode("bytes", "x"), "Cannot encode as bytes: expected a Uint8Array, got a string"],
    [encode("text", 1), "Cannot encode as text: expected text, got a number"],
    [encode("json", NaN), "Cannot encode as json: JSON has no number NaN"],
    [
      encode(EchoRequestSchema, "x"),
      "Cannot encode as natsrig.echo.v1.EchoRequest: expected a message, got a string",
    ],
    [
      encode(TimestampSchema, { nanos: 2 ** 40 }),
      "Cannot encode as google.protobuf.Timestamp: ",
    ],
  ];
  for (const [attempt, start] of cases) {
    const { code, message } = caught(attempt);
    assertEquals([code, message.slice(0, start.length)], ["encode", start]);
  }
});

class ShoutCodec implements Codec<string> {
  readonly type = "shout";
  readonly #mark = "!";

  encode(value: string): Uint8Array {
    if (value === "") throw new RangeError("nothing to shout");
    return bytes(value + this.#mark);
  }

  decode(data: Uint8Array): string {
    const text = new TextDecoder().decode(data);
    if (!text.endsWith(this.#mark)) throw new RangeError("no shout");
    return text.slice(0, -1);
  }
}

Deno.test("codecOf() takes a codec of one's own, and makes its errors CodecErrors", () => {
  const codec = codecOf(new ShoutCodec());
  assertEquals(codec.decode(codec.encode("hey")), "hey");
  const refused = caught(() => codec.encode(""));
  assertEquals(
    [refused.code, refused.type, refused.message],
    ["encode", "shout", "Cannot encode as shout: nothing to shout"],
  );
  assertInstanceOf(refused.cause, RangeError);
  const unread = caught(() => codec.decode(bytes("hey")));
  assertEquals([unread.code, unread.size, unread.message], [
    "decode",
    3,
    "Cannot decode 3 B as shout: no shout",
  ]);
  assert(unread.cause instanceof RangeError);
});

Deno.test("codecOf() refuses types that there are not", () => {
  for (const type of ["jsn", "toString", undefined, null]) {
    const error = caught(() => codecOf(type as never));
    assertEquals([error.code, error.message], ["unknown-type", `There is no payload type ${type}`]);
  }
});
