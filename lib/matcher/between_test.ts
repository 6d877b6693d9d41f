// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $between } from "./between.ts";
import { ask } from "./test_context.ts";

Deno.test("$between holds within the bounds, both included", () => {
  for (const  of of[1, 5, 10]) assertEquals(ask($between, [1, 10], { of }), undefined);
  assertEquals(ask($between, ["b", "d"], { of: "c" }), undefined);
});

Deno.test("$between fails outside", () => {
  assertEquals(ask($between, [1, 10], { of: 0.9 }), { expected: "a number between 1 and 10" });
  assertEquals(ask($between, [1, 10], { of: 10.1 }), { expected: "a number between 1 and 10" });
  assertEquals(ask($between, ["b", "d"], { of: "e" }), {
    expected: 'a string between "b" and "d"',
  });
});

Deno.test("$between does not coerce", () => {
  assertEquals(ask($between, [1, 10], { of: "5" }), { expected: "a number between 1 and 10" });
  assertEquals(ask($between, ["1", "9"], { of: 5 }), { expected: 'a string between "1" and "9"' });
  assertEquals(ask($between, [1, 10], { of: undefined }), {
    expected: "a number between 1 and 10",
  });
});

Deno.test("$between.schema refuses a wrong order, a mixture and a wrong count", () => {
  const message = (argument: unknown) =>
    $between.schema.safeParse(argument).error?.issues.map((issue) => issue.message);
  assertEquals(message([1, 1]), undefined);
  assertEquals(message([10, 1]), ["must have the lower bound first"]);
  assertEquals(message([1, "9"]), ["must be a list of two numbers or two strings"]);
  assertEquals(message([1]), ["must be a list of two numbers or two strings"]);
});
