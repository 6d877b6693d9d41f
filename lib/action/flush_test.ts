// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { flush } from "./flush.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("flush() has the named actor do it", async () => {
  const context = fakeContext();
  assertEquals(await flush.run({ flush: "bob" }, context), { items: [] });
  assertEquals(context.calls, [{ actor: "bob", operation: "flush", params: {} }]);
});

Deno.test("flush() fails as the driver does", async () => {
  const failure = new DriverError("it is closed", { code: "closed" });
  const context = fakeContext({ answers: { flush: [failure] } });
  const error = await assertRejects(() => flush.run({ flush: "bob" }, context), DriverError);
  assertEquals(error.code, "closed");
});
