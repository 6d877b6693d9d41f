// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { connect } from "./connect.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("connect() has the named actor do it", async () => {
  const context = fakeContext();
  assertEquals(await connect.run({ connect: "bob" }, context), { items: [] });
  assertEquals(context.calls, [{ actor: "bob", operation: "connect", params: {} }]);
});

Deno.test("connect() fails as the driver does", async () => {
  const failure = new DriverError("Authorization Violation", { code: "authentication" });
  const context = fakeContext({ answers: { connect: [failure] } });
  const error = await assertRejects(() => connect.run({ connect: "bob" }, context), DriverError);
  assertEquals(error.code, "authentication");
});
