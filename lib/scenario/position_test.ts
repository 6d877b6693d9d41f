// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { lineAt, position } from "./position.ts";

function at(text: string, offset: number) {
  return position({ path: "a.yaml", text }, offset);
}

Deno.test("position() counts lines and columns from 1", () => {
  assertEquals(at("ab\ncd", 0), { line: 1, column: 1 });
  assertEquals(at("ab\ncd", 2), { line: 1, column: 3 });
  assertEquals(at("ab\ncd", 3), { line: 2, column: 1 });
});

Deno.test("position() counts columns in code points", () => {
  assertEquals(at("😀x", 2), { line: 1, column: 2 });
});

Deno.test("position() takes an offset outside for the nearest end", () => {
  assertEquals(at("", 0), { line: 1, column: 1 });
  assertEquals(at("ab\n", 3), { line: 2, column: 1 });
  assertEquals(at("ab", 99), { line: 1, column: 3 });
  assertEquals(at("ab", -1), { line: 1, column: 1 });
});

Deno.test("lineAt() gives the line without its break", () => {
  assertEquals(lineAt("ab\r\ncd\r\n", 5), { number: 2, start: 4, text: "cd" });
  assertEquals(lineAt("ab\r\ncd", 3), { number: 1, start: 0, text: "ab" });
  assertEquals(lineAt("ab\n", 3), { number: 2, start: 3, text: "" });
});
