// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeContext } from "./fake_context.ts";
import { unsubscribe } from "./unsubscribe.ts";

Deno.test("unsubscribe() ends a subscription, at once or after a number", async () => {
  const context = fakeContext({ subscriptions: { work: "a.*" } });
  await unsubscribe.run({ unsubscribe: "work", max: 2 }, context);
  assertEquals(await unsubscribe.run({ unsubscribe: "work" }, context), { items: [] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "unsubscribe", params: { id: "alice/work", max: 2 } },
    { actor: "alice", operation: "unsubscribe", params: { id: "alice/work" } },
  ]);
  // The name is free again.
  assertEquals(context.addSubscription("work"), "alice/work");
});

Deno.test("unsubscribe() fails where there is no such subscription", async () => {
  const context = fakeContext();
  await assertRejects(() => unsubscribe.run({ unsubscribe: "work" }, context), Error, "work");
  assertEquals(context.calls, []);
});
