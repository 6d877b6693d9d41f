// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { drain } from "./drain.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("drain() has the named actor do it", async () => {
  const context = fakeContext();
  assertEquals(await drain.run({ drain: "bob" }, context), { items: [] });
  assertEquals(context.calls, [{ actor: "bob", operation: "drain", params: {} }]);
});

Deno.test("drain() fails as the driver does", async () => {
  const failure = new DriverError("it drains already", { code: "draining" });
  const context = fakeContext({ answers: { drain: [failure] } });
  const error = await assertRejects(() => drain.run({ drain: "bob" }, context), DriverError);
  assertEquals(error.code, "draining");
});
