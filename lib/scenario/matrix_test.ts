// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { maxCombinations, runId } from "./matrix.ts";
import { planText } from "./test_fixture.ts";

const steps = "steps: [{ print: hi }]\n";

Deno.test("combinationsOf() refuses more runs than anyone can mean", () => {
  const axis = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
  const names = ["a", "b", "c", "d", "e"].map((name) => `${name}: ${axis}`);
  const { plan, diagnostics } = planText(
    `scenario: T\nmatrix: { ${names.join(", ")} }\n${steps}`,
  );
  assertEquals(diagnostics.map(({ message }) => message), [
    `the matrix comes to 100000 runs, more than ${maxCombinations}`,
  ]);
  assertEquals(plan.runs.length <= 1, true);
});

Deno.test("combinationsOf() refuses values that give the same id", () => {
  const { diagnostics } = planText(`scenario: T\nmatrix: { n: [1, "1", 2] }\n${steps}`);
  assertEquals(diagnostics.map(({ message }) => message), [
    "the value 1 stands in this list twice",
  ]);
});

Deno.test("runId() writes texts as they are, anything else as JSON", () => {
  assertEquals(
    runId("a", [["size", "16B"], ["n", 2], ["f", { g: true }]]),
    'a/size=16B/n=2/f={"g":true}',
  );
});
