// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $lte } from "./lte.ts";
import { ask } from "./test_context.ts";

Deno.test("$lte holds for numbers and strings", () => {
  assertEquals(ask($lte, 3, { of: 2 }), undefined);
  assertEquals(ask($lte, "m", { of: "a" }), undefined);
});

Deno.test("$lte treats the bound itself as inside", () => {
  assertEquals(ask($lte, 3, { of: 3 }), undefined);
});

Deno.test("$lte fails beyond the bound", () => {
  assertEquals(ask($lte, 3, { of: 3.01 }), { expected: "a number of at most 3" });
  assertEquals(ask($lte, "m", { of: "z" }), { expected: 'a string of at most "m"' });
});

Deno.test("$lte does not coerce", () => {
  assertEquals(ask($lte, 3, { of: "2" }), { expected: "a number of at most 3" });
  assertEquals(ask($lte, "m", { of: 4 }), { expected: 'a string of at most "m"' });
  assertEquals(ask($lte, 3, { of: undefined }), { expected: "a number of at most 3" });
  assertEquals(ask($lte, 3, { of: null }), { expected: "a number of at most 3" });
});

Deno.test("$lte.schema takes a number or a string", () => {
  assertEquals($lte.schema.safeParse(3.5).success, true);
  assertEquals($lte.schema.safeParse("m").success, true);
  assertEquals($lte.schema.safeParse([3]).success, false);
});
