// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $gte } from "./gte.ts";
import { ask } from "./test_context.ts";

Deno.test("$gte holds for numbers and strings", () => {
  assertEquals(ask($gte, 3, { of: 4 }), undefined);
  assertEquals(ask($gte, "m", { of: "z" }), undefined);
});

Deno.test("$gte treats the bound itself as inside", () => {
  assertEquals(ask($gte, 3, { of: 3 }), undefined);
});

Deno.test("$gte fails beyond the bound", () => {
  assertEquals(ask($gte, 3, { of: 2.99 }), { expected: "a number of at least 3" });
  assertEquals(ask($gte, "m", { of: "a" }), { expected: 'a string of at least "m"' });
});

Deno.test("$gte does not coerce", () => {
  assertEquals(ask($gte, 3, { of: "4" }), { expected: "a number of at least 3" });
  assertEquals(ask($gte, "m", { of: 4 }), { expected: 'a string of at least "m"' });
  assertEquals(ask($gte, 3, { of: undefined }), { expected: "a number of at least 3" });
  assertEquals(ask($gte, 3, { of: null }), { expected: "a number of at least 3" });
});

Deno.test("$gte.schema takes a number or a string", () => {
  assertEquals($gte.schema.safeParse(3.5).success, true);
  assertEquals($gte.schema.safeParse("m").success, true);
  assertEquals($gte.schema.safeParse([3]).success, false);
});
