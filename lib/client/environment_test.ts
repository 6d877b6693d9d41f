// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { environment } from "./environment.ts";

Deno.test({
  name: "environment() is empty without permission, and asks for none",
  permissions: { env: false },
  fn: () => assertEquals(environment("NATS_URL"), undefined),
});

Deno.test("environment() takes an empty variable for none", () => {
  Deno.env.set("NATSRIG_TEST_EMPTY", "");
  Deno.env.set("NATSRIG_TEST_SET", "x");
  try {
    assertEquals(
      [environment("NATSRIG_TEST_EMPTY"), environment("NATSRIG_TEST_SET")],
      [undefined, "x"],
    );
  } finally {
    Deno.env.delete("NATSRIG_TEST_EMPTY");
    Deno.env.delete("NATSRIG_TEST_SET");
  }
});
