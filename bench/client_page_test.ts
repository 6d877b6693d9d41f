// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { placeFigures, renderFigures } from "./client_page.ts";
import { cells, contenders } from "./test_client_figures.ts";

Deno.test("placeFigures() replaces the figures that the page has, and finds docs/performance.md's", async () => {
  const page = await Deno.readTextFile(new URL("../docs/performance.md", import.meta.url));
  const once = placeFigures(page, "first");
  assertStringIncludes(once, "--write -->\n\nfirst\n\n<!-- end of figures -->\n");
  assertEquals(placeFigures(once, "second"), placeFigures(page, "second"));
});

Deno.test("placeFigures() refuses a page without a place for them", () => {
  assertThrows(() => placeFigures("# Page\n", "x"), RangeError, "must have a line");
});

Deno.test("renderFigures() begins with the machine, and says what the ratios are to", () => {
  const text = renderFigures({
    machine: "machine  M\nload     1\n",
    rounds: 7,
    cells,
    field: { contenders, versions: [], absent: [] },
  }, []);
  const begin = "```text\nmachine  M\nload     1\n```\n\n" +
    "Medians of 7 batches; in brackets the ratio to transport-deno.\n\n### Operations per second\n";
  assertEquals(text.slice(0, begin.length), begin);
  assertStringIncludes(text, "### Targets\n");
});
