// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { consumerInfo } from "./consumer_info.ts";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("consumerInfo.run() gives the info as the API has it", async () => {
  const info = { config: { name: "x" }, num_pending: 2, state: { messages: 3 } };
  const context = fakeContext({ answers: { "consumer.info": [info] } });
  const seen = await consumerInfo.run({ "consumer.info": "ORDERS/worker" }, context);
  assertEquals(seen, { items: [{ value: info }] });
  assertEquals(context.calls, [
    {
      actor: "alice",
      operation: "consumer.info",
      params: { stream: "ORDERS", consumer: "worker" },
    },
  ]);
});

Deno.test("consumerInfo.run() lets a failure through", async () => {
  const failure = new DriverError("no consumer", { code: "consumer-not-found" });
  const context = fakeContext({ answers: { "consumer.info": [failure] } });
  const run = () => consumerInfo.run({ "consumer.info": "ORDERS/worker" }, context);
  assertStrictEquals(await assertRejects(run), failure);
});

Deno.test("consumerInfo.schema refuses junk", () => {
  for (
    const junk of [{ "consumer.info": "ORDERS" }, { "consumer.info": "ORDERS/worker", config: {} }]
  ) {
    assertEquals(consumerInfo.schema.safeParse(junk).success, false);
  }
});
