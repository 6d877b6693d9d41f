// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { createPaint } from "./paint.ts";

Deno.test("createPaint() colours by ANSI sequences", () => {
  assertEquals(createPaint(true).red("a"), "\x1b[31ma\x1b[0m");
  assertEquals(createPaint(true).red(""), "");
});

Deno.test("createPaint() leaves text alone without colour", () => {
  const paint = createPaint(false);
  assertEquals(Object.values(paint).map((style) => style("a")), ["a", "a", "a", "a", "a", "a"]);
});
