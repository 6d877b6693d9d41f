// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { maskSource, maskText, secretRanges } from "./mask.ts";

Deno.test("maskText() replaces every occurrence", () => {
  assertEquals(maskText("a s3cret, s3cret!", ["s3cret"]), "a ****, ****!");
});

Deno.test("maskText() knows JSON's and a URL's way to write a secret", () => {
  assertEquals(maskText('{"p":"a\\"b c"}', ['a"b c']), '{"p":"****"}');
  assertEquals(maskText("nats://u:a%22b%20c@h", ['a"b c']), "nats://u:****@h");
});

Deno.test("maskText() replaces overlapping secrets once", () => {
  assertEquals(maskText("abcdef", ["abcd", "cdef"]), "****");
  assertEquals(maskText("password1", ["pass", "password1"]), "****");
});

Deno.test("maskText() replaces the lines of a longer secret", () => {
  const creds = "-----BEGIN-----\neyJ0eXAiOiJqd3Q\n--\n";
  assertEquals(maskText("  eyJ0eXAiOiJqd3Q\n  --", [creds]), "  ****\n  --");
});

Deno.test("maskText() ignores empty secrets", () => {
  assertEquals(maskText("abc", ["", "\n"]), "abc");
});

Deno.test("maskSource() keeps every position", () => {
  const source = {
    path: "a.yaml",
    text: "password: s3cret\ncreds: |\n  line-one-x\n  line-two-x\n",
  };
  assertEquals(maskSource(source, ["s3cret", "line-one-x\nline-two-x\n"]), {
    path: "a.yaml",
    text: "password: ******\ncreds: |\n  **********\n  **********\n",
  });
});

Deno.test("secretRanges() are ordered and apart", () => {
  assertEquals(secretRanges("b a ba", ["a", "b", "ba"]), [[0, 1], [2, 3], [4, 6]]);
});
