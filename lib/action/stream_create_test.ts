// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { streamCreate } from "./stream_create.ts";

Deno.test("streamCreate.run() gives the server's units and the stream's info", async () => {
  const info = { config: { name: "ORDERS" }, state: { messages: 0 } };
  const context = fakeContext({ answers: { "stream.create": [info] } });
  const params = {
    "stream.create": "ORDERS",
    config: { subjects: ["orders.>"], max_age: "5s", max_bytes: "1MiB" },
  };
  assertEquals(await streamCreate.run(params, context), { items: [{ value: info }] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "stream.create",
    params: {
      stream: "ORDERS",
      config: { subjects: ["orders.>"], max_age: 5_000_000_000, max_bytes: 1_048_576 },
    },
  }]);
});

Deno.test("streamCreate.run() ends when the stream has a leader", async () => {
  const led = { config: {}, cluster: { leader: "n2" } };
  const context = fakeContext({
    answers: { "stream.create": [{ config: {}, cluster: {} }], "stream.info": [led] },
  });
  const seen = await streamCreate.run({ "stream.create": "ORDERS", config: {} }, context);
  assertEquals(seen, { items: [{ value: led }] });
});

Deno.test("streamCreate.run() lets a failure through", async () => {
  const failure = new DriverError("subjects overlap", { code: "js:10065" });
  const context = fakeContext({ answers: { "stream.create": [failure] } });
  const params = { "stream.create": "ORDERS", config: {} };
  assertStrictEquals(await assertRejects(() => streamCreate.run(params, context)), failure);
});

Deno.test("streamCreate.schema refuses what is not a stream or a configuration", () => {
  for (
    const junk of [
      { "stream.create": "a.b", config: {} },
      { "stream.create": "ORDERS", config: [] },
      { "stream.create": "ORDERS", config: { max_age: "long" } },
      { "stream.create": "ORDERS", config: {}, subjects: ["orders.>"] },
    ]
  ) assertEquals(streamCreate.schema.safeParse(junk).success, false);
});

Deno.test("streamCreate.run() leaves all to the server without a configuration", async () => {
  const context = fakeContext({ answers: { "stream.create": [{}] } });
  await streamCreate.run({ "stream.create": "ORDERS" }, context);
  assertEquals(context.calls[0]?.params, { stream: "ORDERS", config: {} });
});

Deno.test("streamCreate.run() waits for peers that the cluster has not heard of yet", async () => {
  const offline = new DriverError("no suitable peers for placement, peer offline", {
    code: "js:10005",
  });
  const context = fakeContext({ answers: { "stream.create": [offline, offline, {}] } });
  await streamCreate.run({ "stream.create": "ORDERS" }, context);
  assertEquals(context.calls.length, 3);
});

Deno.test("streamCreate.run() does not wait for peers for ever, nor for those that are full", async () => {
  const offline = new DriverError("no suitable peers for placement, peer offline", {
    code: "js:10005",
  });
  const always = () => Promise.reject(offline);
  const patient = fakeContext({
    answers: { "stream.create": Array.from({ length: 100 }, () => always) },
    patienceMs: 100,
  });
  const params = { "stream.create": "ORDERS" };
  assertStrictEquals(await assertRejects(() => streamCreate.run(params, patient)), offline);
  const full = new DriverError("insufficient resources", { code: "js:10005" });
  const context = fakeContext({ answers: { "stream.create": [full] } });
  assertStrictEquals(await assertRejects(() => streamCreate.run(params, context)), full);
});

Deno.test("streamCreate.run() asks a cluster once more where nobody answered", async () => {
  const silence = new DriverError("no answer came in time", { code: "timeout" });
  const params = { "stream.create": "ORDERS" };
  const urls = ["nats://127.0.0.1:1", "nats://127.0.0.1:2"];
  const cluster = fakeContext({ answers: { "stream.create": [silence, {}] }, urls });
  await streamCreate.run(params, cluster);
  assertEquals(cluster.calls.length, 2);
  const deaf = fakeContext({ answers: { "stream.create": [silence, silence] }, urls });
  assertStrictEquals(await assertRejects(() => streamCreate.run(params, deaf)), silence);
  const single = fakeContext({ answers: { "stream.create": [silence] } });
  assertStrictEquals(await assertRejects(() => streamCreate.run(params, single)), silence);
});
