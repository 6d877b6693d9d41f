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

Deno.test("$any.schema takes true only", () => {
  assertEquals($any.schema.safeParse(true).success, true);
  assertEquals($any.schema.safeParse(false).error?.issues[0]?.message, "must be true");
});
