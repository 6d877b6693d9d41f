// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { baseOf, renderMarkdown, renderTables } from "./client_table.ts";
import { cells, contenders } from "./test_client_figures.ts";

Deno.test("renderTables() has a column per contender, with ratios to the original", () => {
  const text = renderTables(cells, contenders);
  assertStringIncludes(
    text,
    [
      "### Operations per second",
      "",
      "|                     | payload | natsrig     | transport-node in Node | transport-deno | raw sockets |",
      "| ------------------- | ------- | ----------- | ---------------------- | -------------- | ----------- |",
      "| request, one by one | 128 B   | 4000 (2.00) | 3000 (1.50)            | 2000           |             |",
      "| publish             | 4 KiB   | 123k        | 12.3k                  |                | 1000k       |",
      "",
    ].join("\n"),
  );
  assertStringIncludes(text, "| request, one by one | 128 B   | 0.50 ms (0.13) |");
  assertStringIncludes(text, "| request, one by one | 128 B   | 64 (0.50) |");
  assertStringIncludes(text, "| publish             | 4 KiB   | 1.23       |");
});

Deno.test("renderTables() leaves out tables without figures", () => {
  const titles = renderTables(cells.slice(1), contenders).match(/^### .*$/gm);
  assertEquals(titles, ["### Operations per second", "### CPU time per operation, µs"]);
});

Deno.test("baseOf() is the original, or else transport-node, or nobody", () => {
  const without = contenders.filter(({ id }) => id !== "original");
  assertEquals(baseOf(contenders), "original");
  assertEquals(baseOf(without), "node");
  assertEquals(baseOf(without.filter(({ id }) => id !== "node")), undefined);
});

Deno.test("renderMarkdown() aligns columns", () => {
  assertEquals(
    renderMarkdown([["", "name"], ["1", "a"], ["long"]]),
    [
      "|      | name |\n",
      "| ---- | ---- |\n",
      "| 1    | a    |\n",
      "| long |      |\n",
    ].join(""),
  );
});
