// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { consumerDelete } from "./consumer_delete.ts";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("consumerDelete.run() deletes the consumer", async () => {
  const context = fakeContext();
  const seen = await consumerDelete.run({ "consumer.delete": "ORDERS/worker" }, context);
  assertEquals(seen, { items: [] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "consumer.delete",
    params: { stream: "ORDERS", consumer: "worker" },
  }]);
});

Deno.test("consumerDelete.run() lets a failure through", async () => {
  const failure = new DriverError("no consumer", { code: "consumer-not-found" });
  const context = fakeContext({ answers: { "consumer.delete": [failure] } });
  const run = () => consumerDelete.run({ "consumer.delete": "ORDERS/worker" }, context);
  assertStrictEquals(await assertRejects(run), failure);
});

Deno.test("consumerDelete.schema refuses junk", () => {
  for (const junk of [{ "consumer.delete": "ORDERS" }, { "consumer.delete": "A/b", config: {} }]) {
    assertEquals(consumerDelete.schema.safeParse(junk).success, false);
  }
});
