// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $oneOf } from "./one_of.ts";
import { ask, operator, plain } from "./test_context.ts";

Deno.test("$oneOf holds where one of them matches", () => {
  assertEquals(ask($oneOf, ["a", "b"], { of: "b" }), undefined);
  const operands = [plain("a"), operator("$gt", 3)];
  assertEquals(ask($oneOf, ["a", { $gt: 3 }], { of: 4, operands }), undefined);
});

Deno.test("$oneOf fails where none does", () => {
  assertEquals(ask($oneOf, ["a", "b"], { of: "c" }), { expected: 'one of "a", "b"' });
});

Deno.test("$oneOf does not coerce", () => {
  assertEquals(ask($oneOf, [1, 2], { of: "1" }), { expected: "one of 1, 2" });
  assertEquals(ask($oneOf, [1, null], { of: undefined }), { expected: "one of 1, null" });
});

Deno.test("$oneOf.schema refuses an empty list", () => {
  assertEquals($oneOf.schema.safeParse([]).error?.issues[0]?.message, "must not be empty");
  assertEquals($oneOf.schema.safeParse("a").error?.issues[0]?.message, "must be a list");
});
