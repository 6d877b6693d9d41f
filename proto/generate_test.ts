// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { generateProto } from "./generate.ts";

Deno.test("generateProto() finds that the generated files are fresh", async () => {
  assertEquals(await generateProto({ check: true }), []);
});
