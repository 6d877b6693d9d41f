// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { subscribe } from "./subscribe.ts";

Deno.test("subscribe() names the subscription after its subject", async () => {
  const context = fakeContext();
  assertEquals(await subscribe.run({ subscribe: "a.*" }, context), { items: [] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "subscribe", params: { id: "alice/a.*", subject: "a.*" } },
  ]);
  assertEquals(context.subscriptionId("a.*"), "alice/a.*");
});

Deno.test("subscribe() takes a name, a queue group and a limit", async () => {
  const context = fakeContext();
  await subscribe.run({ subscribe: "a.*", as: "work", queue: "q", max: 3 }, context);
  const params = { id: "alice/work", subject: "a.*", queue: "q", max: 3 };
  assertEquals(context.calls, [{ actor: "alice", operation: "subscribe", params }]);
  assertEquals(context.subjectOf("work"), "a.*");
});

Deno.test("subscribe() refuses a name that is taken, before it asks the driver", async () => {
  const context = fakeContext({ subscriptions: { work: "b" } });
  await assertRejects(() => subscribe.run({ subscribe: "a", as: "work" }, context), Error, "twice");
  assertEquals(context.calls, []);
});

Deno.test("subscribe() fails as the driver does", async () => {
  const failure = new DriverError("not allowed", { code: "permission" });
  const context = fakeContext({ answers: { subscribe: [failure] } });
  const error = await assertRejects(() => subscribe.run({ subscribe: "a" }, context), DriverError);
  assertEquals(error.code, "permission");
});
