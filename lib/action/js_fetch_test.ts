// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext, wire } from "./fake_context.ts";
import { jsFetch } from "./js_fetch.ts";

const tea = { ...wire("orders.eu", '{"item":"tea"}', { at: 7, reply: "$JS.ACK.1" }), seq: 1 };
const milk = { ...wire("orders.us", "milk", { at: 9, headers: { Shop: ["a"] } }), seq: 2 };

Deno.test("jsFetch.run() decodes each message by its own subject", async () => {
  const context = fakeContext({ answers: { "js.fetch": [[tea, milk]] }, json: ["orders.eu"] });
  const seen = await jsFetch.run({ "js.fetch": "ORDERS/worker", count: 2 }, context);
  assertEquals(seen, {
    items: [
      { value: { item: "tea" }, subject: "orders.eu", size: 14 },
      { value: "milk", untyped: true, subject: "orders.us", headers: { Shop: ["a"] }, size: 4 },
    ],
    at: 9,
  });
  assertEquals(context.decoded, ["send orders.eu", "send orders.us"]);
});

Deno.test("jsFetch.run() asks for one message and acknowledges it by default", async () => {
  const context = fakeContext({ answers: { "js.fetch": [[tea]] }, patienceMs: 700 });
  await jsFetch.run({ "js.fetch": "ORDERS/worker" }, context);
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "js.fetch",
    params: { stream: "ORDERS", consumer: "worker", count: 1, timeoutMs: 700, ack: "ack" },
  }]);
});

Deno.test("jsFetch.run() asks for as many as are expected", async () => {
  const context = fakeContext({ answers: { "js.fetch": [[tea, milk]] } });
  const params = { "js.fetch": "ORDERS/worker", expectAll: ["a", "b", "c"], ack: "nak" };
  const seen = await jsFetch.run(params, context);
  assertEquals(context.calls[0]?.params["count"], 3);
  assertEquals(context.calls[0]?.params["ack"], "nak");
  assertEquals(seen.items.length, 2);
});

Deno.test("jsFetch.run() logs what came", async () => {
  const context = fakeContext({ answers: { "js.fetch": [[tea]] } });
  await jsFetch.run({ "js.fetch": "ORDERS/worker" }, context);
  assertEquals(context.events, [{
    kind: "message",
    subject: "orders.eu",
    reply: "$JS.ACK.1",
    data: bytes('{"item":"tea"}'),
    size: 14,
  }]);
});

Deno.test("jsFetch.run() fails where nothing came", async () => {
  const context = fakeContext({ answers: { "js.fetch": [[]] } });
  const error = await assertRejects(
    () => jsFetch.run({ "js.fetch": "ORDERS/worker" }, context),
    DriverError,
    'nothing came from consumer "ORDERS/worker" in 1s',
  );
  assertEquals(error.code, "timeout");
});

Deno.test("jsFetch.run() waits in vain for an empty expectAll", async () => {
  const context = fakeContext({ answers: { "js.fetch": [[]] } });
  const seen = await jsFetch.run({ "js.fetch": "ORDERS/worker", expectAll: [] }, context);
  assertEquals(seen, { items: [] });
  assertEquals(context.calls[0]?.params["count"], 1);
});

Deno.test("jsFetch.run() lets a failure through", async () => {
  const failure = new DriverError("no consumer", { code: "consumer-not-found" });
  const context = fakeContext({ answers: { "js.fetch": [failure] } });
  const run = () => jsFetch.run({ "js.fetch": "ORDERS/worker" }, context);
  assertStrictEquals(await assertRejects(run), failure);
});

Deno.test("jsFetch.schema refuses junk", () => {
  for (
    const junk of [
      { "js.fetch": "ORDERS" },
      { "js.fetch": "ORDERS/worker", ack: "maybe" },
      { "js.fetch": "ORDERS/worker", count: 0 },
      { "js.fetch": "ORDERS/worker", order: "none" },
    ]
  ) assertEquals(jsFetch.schema.safeParse(junk).success, false);
});
