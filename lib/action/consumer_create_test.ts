// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { consumerCreate } from "./consumer_create.ts";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("consumerCreate.run() gives the server's units and the consumer's info", async () => {
  const info = { name: "worker", num_pending: 0 };
  const context = fakeContext({ answers: { "consumer.create": [info] } });
  const params = {
    "consumer.create": "ORDERS/worker",
    config: { ack_wait: "2s", backoff: ["100ms"] },
  };
  assertEquals(await consumerCreate.run(params, context), { items: [{ value: info }] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "consumer.create",
    params: {
      stream: "ORDERS",
      consumer: "worker",
      config: { ack_wait: 2_000_000_000, backoff: [100_000_000] },
    },
  }]);
});

Deno.test("consumerCreate.run() ends when the consumer has a leader", async () => {
  const led = { cluster: { leader: "n3" } };
  const context = fakeContext({
    answers: { "consumer.create": [{ cluster: {} }], "consumer.info": [led] },
  });
  const seen = await consumerCreate.run({ "consumer.create": "ORDERS/worker" }, context);
  assertEquals(seen, { items: [{ value: led }] });
});

Deno.test("consumerCreate.run() lets a failure through", async () => {
  const failure = new DriverError("no stream", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "consumer.create": [failure] } });
  const run = () => consumerCreate.run({ "consumer.create": "ORDERS/worker" }, context);
  assertStrictEquals(await assertRejects(run), failure);
});

Deno.test("consumerCreate.schema refuses junk", () => {
  for (
    const junk of [
      { "consumer.create": "worker" },
      { "consumer.create": "ORDERS/worker", config: { ack_wait: "2" } },
      { "consumer.create": "ORDERS/worker", durable: true },
    ]
  ) assertEquals(consumerCreate.schema.safeParse(junk).success, false);
});
