// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { matchers } from "./mod.ts";
import { z } from "zod";

Deno.test("matchers has each operator under its own key", () => {
  assertEquals(Object.values(matchers).map((matcher) => matcher.key), Object.keys(matchers));
});

Deno.test("matchers explain themselves", () => {
  for (const matcher of Object.values(matchers)) {
    assertEquals(matcher.about.endsWith("."), true, matcher.key);
    assertEquals(matcher.example.includes(matcher.key), true, matcher.key);
  }
});

Deno.test("matchers' schemas are described and give a JSON Schema", () => {
  for (const matcher of Object.values(matchers)) {
    const schema = z.toJSONSchema(matcher.schema, { io: "input" });
    assertEquals(typeof schema.description, "string", matcher.key);
  }
});
