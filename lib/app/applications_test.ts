// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import { applications } from "./applications.ts";

Deno.test("applications has each under its own key", () => {
  assertEquals([...applications].map(([key, application]) => [key, application.key]), [
    ["caching-echo", "caching-echo"],
    ["echo", "echo"],
    ["identified-echo", "identified-echo"],
    ["ping-pong", "ping-pong"],
    ["stream-echo", "stream-echo"],
  ]);
});

for (const application of applications.values()) {
  Deno.test(`${application.key} needs no options, and describes those it has`, async () => {
    const router = await application.router({});
    // What it answers comes by its Router, or from a stream.
    assertEquals(router.routes().length, application.key === "stream-echo" ? 0 : 1);
    const schema = z.toJSONSchema(application.schema, { io: "input" });
    assertEquals(schema.additionalProperties, false);
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      assertEquals(typeof field === "object" && typeof field.description, "string", name);
    }
  });

  Deno.test(`${application.key} refuses an option it does not have`, async () => {
    await assertRejects(() => application.router({ subjekt: "a" }), z.ZodError, "subjekt");
  });
}
