// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { streamUpdate } from "./stream_update.ts";

Deno.test("streamUpdate.run() gives the server's units and the stream's info", async () => {
  const info = { config: { name: "ORDERS" }, state: { messages: 0 } };
  const context = fakeContext({ answers: { "stream.update": [info] } });
  const params = {
    "stream.update": "ORDERS",
    config: { subjects: ["orders.>"], max_age: "5s", max_bytes: "1MiB" },
  };
  assertEquals(await streamUpdate.run(params, context), { items: [{ value: info }] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "stream.update",
    params: {
      stream: "ORDERS",
      config: { subjects: ["orders.>"], max_age: 5_000_000_000, max_bytes: 1_048_576 },
    },
  }]);
});

Deno.test("streamUpdate.run() ends when the stream has a leader", async () => {
  const led = { config: {}, cluster: { leader: "n2" } };
  const context = fakeContext({
    answers: { "stream.update": [{ config: {}, cluster: {} }], "stream.info": [led] },
  });
  const seen = await streamUpdate.run({ "stream.update": "ORDERS", config: {} }, context);
  assertEquals(seen, { items: [{ value: led }] });
});

Deno.test("streamUpdate.run() lets a failure through", async () => {
  const failure = new DriverError("subjects overlap", { code: "js:10065" });
  const context = fakeContext({ answers: { "stream.update": [failure] } });
  const params = { "stream.update": "ORDERS", config: {} };
  assertStrictEquals(await assertRejects(() => streamUpdate.run(params, context)), failure);
});

Deno.test("streamUpdate.schema refuses what is not a stream or a configuration", () => {
  for (
    const junk of [
      { "stream.update": "a.b", config: {} },
      { "stream.update": "ORDERS", config: [] },
      { "stream.update": "ORDERS", config: { max_age: "long" } },
      { "stream.update": "ORDERS", config: {}, subjects: ["orders.>"] },
      { "stream.update": "ORDERS" },
    ]
  ) assertEquals(streamUpdate.schema.safeParse(junk).success, false);
});
