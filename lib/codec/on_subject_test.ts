// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { CodecError } from "./error.ts";
import { decodeText } from "./text.ts";
import { onSubject } from "./on_subject.ts";

Deno.test("onSubject() gives a codec's error the subject, once", () => {
  const data = new Uint8Array([0xff]);
  const inner = { subject: "greet.joe" };
  const attempt = () =>
    onSubject({ subject: "outer" }, () => onSubject(inner, () => decodeText(data)));
  const error = assertThrows(attempt, CodecError);
  assertEquals(
    [error.code, error.type, error.size, error.subject, error.message],
    [
      "decode",
      "text",
      1,
      "greet.joe",
      'Cannot decode 1 B as text: not UTF-8 (subject "greet.joe")',
    ],
  );
  assertEquals(error.cause instanceof TypeError, true);
});

Deno.test("onSubject() passes values and other errors on", () => {
  assertEquals(onSubject({ subject: "a" }, () => 1), 1);
  const other = new Error("other");
  const caught = assertThrows(() =>
    onSubject({ subject: "a" }, () => {
      throw other;
    })
  );
  assertStrictEquals(caught, other);
});
