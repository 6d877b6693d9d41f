// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeContext } from "./fake_context.ts";
import { unsubscribe } from "./unsubscribe.ts";

Deno.test("unsubscribe() ends a subscription, at once or after a number", async () => {
  const context = fakeContext({ subscriptions: { work: "a.*" } });
  assertEquals(await unsubscribe.run({ unsubscribe: "work" }, context), { items: [] });
  await unsubscribe.run({ unsubscribe: "work", max: 2 }, context);
  assertEquals(context.calls, [
    { actor: "alice", operation: "unsubscribe", params: { id: "alice/work" } },
    { actor: "alice", operation: "unsubscribe", params: { id: "alice/work", max: 2 } },
  ]);
});

Deno.test("unsubscribe() fails where there is no such subscription", async () => {
  const context = fakeContext();
  await assertRejects(() => unsubscribe.run({ unsubscribe: "work" }, context), Error, "work");
  assertEquals(context.calls, []);
});
