// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $length } from "./length.ts";
import { ask, operator } from "./test_context.ts";

Deno.test("$length holds for code points, items, keys and bytes", () => {
  assertEquals(ask($length, 2, { of: "😀ä" }), undefined);
  assertEquals(ask($length, 3, { of: [1, 2, 3] }), undefined);
  assertEquals(ask($length, 1, { of: { a: 1 } }), undefined);
  assertEquals(ask($length, 4, { of: new Uint8Array(4) }), undefined);
});

Deno.test("$length holds for a nested expectation", () => {
  const operands = [operator("$gt", 3)];
  assertEquals(ask($length, { $gt: 3 }, { of: "four", operands }), undefined);
});

Deno.test("$length fails with the length it found", () => {
  assertEquals(ask($length, 2, { of: "abc" }), {
    expected: "length 2",
    actual: 'length 3 of "abc"',
  });
  const operands = [operator("$gt", 3)];
  assertEquals(ask($length, { $gt: 3 }, { of: [1, 2], operands }), {
    expected: "length a number greater than 3",
    actual: "length 2 of [1,2]",
  });
});

Deno.test("$length does not take a value without a length", () => {
  for (const  of of[3, true, null, undefined]) {
    assertEquals(ask($length, 3, { of }), {
      expected: "something with a length (a string, list, mapping or bytes)",
    });
  }
});

Deno.test("$length.schema takes a whole number or a mapping", () => {
  assertEquals($length.schema.safeParse(0).success, true);
  assertEquals($length.schema.safeParse({ $gt: 1 }).success, true);
  assertEquals($length.schema.safeParse(-1).success, false);
  assertEquals($length.schema.safeParse("3").success, false);
});
