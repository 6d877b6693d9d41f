// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext, wire } from "./fake_context.ts";
import { silence } from "./silence.ts";

const subscriptions = { all: "a.*" };

Deno.test("silence() listens for as long as it says", async () => {
  const next = [new DriverError("nothing came", { code: "timeout" })];
  const context = fakeContext({ subscriptions, answers: { next } });
  assertEquals(await silence.run({ silence: "all", for: "200ms" }, context), { items: [] });
  const params = { id: "alice/all", timeoutMs: 200 };
  assertEquals(context.calls, [{ actor: "alice", operation: "next", params }]);
});

Deno.test("silence() gives the message that broke it", async () => {
  const next = [wire("a.b", "noise", { at: 12 })];
  const context = fakeContext({ subscriptions, answers: { next } });
  assertEquals(await silence.run({ silence: "all", for: "1s" }, context), {
    items: [{ value: "noise", untyped: true, subject: "a.b", size: 5 }],
    at: 12,
  });
});

Deno.test("silence() holds where the subscription has ended", async () => {
  const next = [new DriverError("the subscription has ended", { code: "closed" })];
  const context = fakeContext({ subscriptions, answers: { next } });
  assertEquals(await silence.run({ silence: "all", for: "1s" }, context), { items: [] });
});

Deno.test("silence() fails for other reasons", async () => {
  const next = [new DriverError("messages were dropped", { code: "slow-consumer" })];
  const context = fakeContext({ subscriptions, answers: { next } });
  await assertRejects(
    () => silence.run({ silence: "all", for: "1s" }, context),
    DriverError,
    "messages were dropped",
  );
});

Deno.test("silence() has to be told how long", () => {
  assertEquals(silence.schema.safeParse({ silence: "all" }).success, false);
  assertEquals(silence.schema.safeParse({ silence: "all", for: 200 }).success, false);
  assertEquals(silence.schema.safeParse({ silence: "all", for: "200ms" }).success, true);
});
