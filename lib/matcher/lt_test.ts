// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $lt } from "./lt.ts";
import { ask } from "./test_context.ts";

Deno.test("$lt holds for numbers and strings", () => {
  assertEquals(ask($lt, 3, { of: 2 }), undefined);
  assertEquals(ask($lt, "m", { of: "a" }), undefined);
});

Deno.test("$lt treats the bound itself as outside", () => {
  assertEquals(ask($lt, 3, { of: 3 }), { expected: "a number less than 3" });
});

Deno.test("$lt fails beyond the bound", () => {
  assertEquals(ask($lt, 3, { of: 3.01 }), { expected: "a number less than 3" });
  assertEquals(ask($lt, "m", { of: "z" }), { expected: 'a string less than "m"' });
});

Deno.test("$lt does not coerce", () => {
  assertEquals(ask($lt, 3, { of: "2" }), { expected: "a number less than 3" });
  assertEquals(ask($lt, "m", { of: 4 }), { expected: 'a string less than "m"' });
  assertEquals(ask($lt, 3, { of: undefined }), { expected: "a number less than 3" });
  assertEquals(ask($lt, 3, { of: null }), { expected: "a number less than 3" });
});

Deno.test("$lt.schema takes a number or a string", () => {
  assertEquals($lt.schema.safeParse(3.5).success, true);
  assertEquals($lt.schema.safeParse("m").success, true);
  assertEquals($lt.schema.safeParse([3]).success, false);
});
