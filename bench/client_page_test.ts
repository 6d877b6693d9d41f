// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderFigures } from "./client_page.ts";
import { cells, contenders } from "./test_client_figures.ts";

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
