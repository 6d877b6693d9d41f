// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $gt } from "./gt.ts";
import { ask } from "./test_context.ts";

Deno.test("$gt holds for numbers and strings", () => {
  assertEquals(ask($gt, 3, { of: 4 }), undefined);
  assertEquals(ask($gt, "m", { of: "z" }), undefined);
});

Deno.test("$gt treats the bound itself as outside", () => {
  assertEquals(ask($gt, 3, { of: 3 }), { expected: "a number greater than 3" });
});

Deno.test("$gt fails beyond the bound", () => {
  assertEquals(ask($gt, 3, { of: 2.99 }), { expected: "a number greater than 3" });
  assertEquals(ask($gt, "m", { of: "a" }), { expected: 'a string greater than "m"' });
});

Deno.test("$gt does not coerce", () => {
  assertEquals(ask($gt, 3, { of: "4" }), { expected: "a number greater than 3" });
  assertEquals(ask($gt, "m", { of: 4 }), { expected: 'a string greater than "m"' });
  assertEquals(ask($gt, 3, { of: undefined }), { expected: "a number greater than 3" });
  assertEquals(ask($gt, 3, { of: null }), { expected: "a number greater than 3" });
});

Deno.test("$gt.schema takes a number or a string", () => {
  assertEquals($gt.schema.safeParse(3.5).success, true);
  assertEquals($gt.schema.safeParse("m").success, true);
  assertEquals($gt.schema.safeParse([3]).success, false);
});
