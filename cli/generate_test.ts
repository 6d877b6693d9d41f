// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { generateDocuments } from "./generate.ts";

Deno.test("generateDocuments() finds the schema and the reference fresh", async () => {
  assertEquals(await generateDocuments({ check: true }), [], "run `deno task gen`");
});
