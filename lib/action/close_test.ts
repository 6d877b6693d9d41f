// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { close } from "./close.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("close() has the named actor do it", async () => {
  const context = fakeContext();
  assertEquals(await close.run({ close: "bob" }, context), { items: [] });
  assertEquals(context.calls, [{ actor: "bob", operation: "close", params: {} }]);
});

Deno.test("close() fails as the driver does", async () => {
  const failure = new DriverError("it is closed already", { code: "closed" });
  const context = fakeContext({ answers: { close: [failure] } });
  const error = await assertRejects(() => close.run({ close: "bob" }, context), DriverError);
  assertEquals(error.code, "closed");
});
