// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { judge, renderJudged } from "./client_target.ts";
import { cells, contenders } from "./test_client_figures.ts";

Deno.test("judge() judges by the original where a row has a target, and by the best on npm", () => {
  const shown = judge(cells, contenders).map(({ what, limit, measured, met }) => [
    what,
    limit,
    Number(measured.toFixed(3)),
    met,
  ]);
  assertEquals(shown, [
    ["request, one by one, 128 B: rate to transport-deno", 1.8, 2, true],
    ["request, one by one, 128 B: p99 to transport-deno", 0.25, 0.125, true],
    ["request, one by one, 128 B: rate to the best npm transport", 1, 1.333, true],
    ["request, one by one, 128 B: CPU to the best npm transport", 1, 1.25, false],
    ["publish, 4 KiB: rate to the best npm transport", 1, 10, true],
    ["publish, 4 KiB: CPU to the best npm transport", 1, 0.617, true],
  ]);
});

Deno.test("judge() judges nothing where natsrig has no figure", () => {
  const without = cells.map((cell) => ({
    ...cell,
    figures: cell.figures.filter(({ contender }) => contender !== "natsrig"),
  }));
  assertEquals(judge(without, contenders), []);
});

Deno.test("renderJudged() says which are missed, and how many", () => {
  const text = renderJudged([
    { what: "a", limit: 1.8, atMost: false, measured: 1.7, met: false },
    { what: "b", limit: 0.25, atMost: true, measured: 0.2, met: true },
  ]);
  assertEquals(
    text,
    [
      "| target | limit  | measured |        |",
      "| ------ | ------ | -------- | ------ |",
      "| a      | ≥ 1.80 | 1.70     | missed |",
      "| b      | ≤ 0.25 | 0.20     | met    |",
      "",
      "1 met, 1 missed",
      "",
    ].join("\n"),
  );
});
