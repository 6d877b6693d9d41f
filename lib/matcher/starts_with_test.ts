// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $startsWith } from "./starts_with.ts";
import { ask } from "./test_context.ts";

Deno.test("$startsWith holds for a string with that beginning", () => {
  assertEquals(ask($startsWith, "ab", { of: "abc" }), undefined);
  assertEquals(ask($startsWith, "ab", { of: "ab" }), undefined);
});

Deno.test("$startsWith fails for another beginning", () => {
  assertEquals(ask($startsWith, "ab", { of: "xab" }), {
    expected: 'a string that starts with "ab"',
  });
});

Deno.test("$startsWith does not coerce", () => {
  for (const  of of[1, null, undefined, ["1"], { 1: 1 }]) {
    assertEquals(ask($startsWith, "1", { of }), { expected: 'a string that starts with "1"' });
  }
});

Deno.test("$startsWith.schema refuses the empty string", () => {
  assertEquals($startsWith.schema.safeParse("").error?.issues[0]?.message, "must not be empty");
});
