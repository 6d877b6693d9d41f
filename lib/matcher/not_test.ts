// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { $not } from "./not.ts";
import { ask, operator } from "./test_context.ts";

Deno.test("$not holds for what does not match", () => {
  assertEquals(ask($not, 3, { of: 4 }), undefined);
  assertEquals(ask($not, { a: 1 }, { of: { a: 2 } }), undefined);
});

Deno.test("$not fails for what matches", () => {
  assertEquals(ask($not, 3, { of: 3 }), { expected: "anything but 3" });
  assertEquals(ask($not, { a: 1 }, { of: { a: 1, b: 2 } }), { expected: "anything but { a: 1 }" });
  const operands = [operator("$gt", 3)];
  assertEquals(ask($not, { $gt: 3 }, { of: 4, operands }), { expected: "anything but { $gt: 3 }" });
});

Deno.test("$not holds for another type and for a missing value", () => {
  assertEquals(ask($not, 3, { of: "3" }), undefined);
  assertEquals(ask($not, 3, { of: undefined }), undefined);
});

Deno.test("$not asks for an absent value around $any", () => {
  const operands = [operator("$any", true)];
  assertEquals(ask($not, { $any: true }, { of: undefined, operands }), undefined);
  assertEquals(ask($not, { $any: true }, { of: null, operands }), {
    expected: "anything but { $any: true }",
  });
});

Deno.test("$not throws without its operand", () => {
  assertThrows(() => ask($not, 3, { of: 3, operands: [] }), TypeError, "one operand");
});
