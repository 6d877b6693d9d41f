// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { placeFigures } from "./page.ts";

const page = (one: string, two: string) =>
  `<!-- figures: deno task one --write -->\n${one}<!-- end of figures -->\n` +
  `<!-- figures: deno task two --write -->\n${two}<!-- end of figures -->\n`;

Deno.test("placeFigures() replaces a task's figures, and no other's", () => {
  assertEquals(placeFigures(page("1", "2"), "one", "new"), page("\nnew\n\n", "2"));
  assertEquals(placeFigures(page("1", "2"), "two", "new"), page("1", "\nnew\n\n"));
});

Deno.test("placeFigures() refuses a page without a place for them", () => {
  const words = "must have a line '<!-- figures: deno task three --write -->'";
  assertThrows(() => placeFigures(page("", ""), "three", "x"), RangeError, words);
});

Deno.test("placeFigures() finds the places of docs/performance.md", async () => {
  const text = await Deno.readTextFile(new URL("../docs/performance.md", import.meta.url));
  for (const task of ["bench:client", "bench:app"]) {
    const placed = placeFigures(text, task, "new");
    const begin = `<!-- figures: deno task ${task} --write -->`;
    assertStringIncludes(placed, `${begin}\n\nnew\n\n<!-- end of figures -->\n`);
  }
});
