// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Expectation } from "../scenario/types.ts";
import { assertEquals } from "@std/assert";
import { $exactly } from "./exactly.ts";
import { ask, plain } from "./test_context.ts";

const exact = exactly(plain({ a: 1 }));

Deno.test("$exactly holds for a mapping without further keys", () => {
  assertEquals(ask($exactly, { a: 1 }, { of: { a: 1 }, operands: [exact] }), undefined);
});

Deno.test("$exactly fails with the operand's own mismatches", () => {
  const failure = ask($exactly, { a: 1 }, { of: { a: 2, b: 3 }, operands: [exact] });
  assertEquals(failure?.expected, "exactly { a: 1 }");
  assertEquals(
    failure?.inner?.map(({ path, expected }) => [path, expected]),
    [["$.a", "1"], ["$", 'no key "b"']],
  );
});

Deno.test("$exactly fails for another type", () => {
  const failure = ask($exactly, { a: 1 }, { of: "a", operands: [exact] });
  assertEquals(failure?.inner?.map(({ expected }) => expected), ["a mapping"]);
});

function exactly(expectation: Expectation): Expectation {
  return expectation.kind === "map" ? { ...expectation, exact: true } : expectation;
}
