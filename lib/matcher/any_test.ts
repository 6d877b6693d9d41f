// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $any } from "./any.ts";
import { ask } from "./test_context.ts";

Deno.test("$any holds for every value that is there", () => {
  for (const  of of[null, false, 0, "", [], {}, new Uint8Array()]) {
    assertEquals(ask($any, true, { of }), undefined);
  }
});

Deno.test("$any fails for a missing value", () => {
  assertEquals(ask($any, true, { of: undefined }), { expected: "any value" });
});

Deno.test("$any.schema takes true, or nothing", () => {
  for (const argument of [true, null, {}]) {
    assertEquals($any.schema.safeParse(argument).success, true);
  }
  for (const argument of [false, 1, { a: 1 }]) {
    const [issue] = $any.schema.safeParse(argument).error?.issues ?? [];
    assertEquals(issue?.message, "must be true, or nothing");
  }
});
