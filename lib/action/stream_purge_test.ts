// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { streamPurge } from "./stream_purge.ts";

Deno.test("streamPurge.run() gives the number of messages removed", async () => {
  const context = fakeContext({ answers: { "stream.purge": [3] } });
  const seen = await streamPurge.run({ "stream.purge": "ORDERS" }, context);
  assertEquals(seen, { items: [{ value: { purged: 3 } }] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "stream.purge", params: { stream: "ORDERS" } },
  ]);
});

Deno.test("streamPurge.run() takes a filter", async () => {
  const context = fakeContext({ answers: { "stream.purge": [0] } });
  await streamPurge.run({ "stream.purge": "ORDERS", filter: "orders.eu.>" }, context);
  assertEquals(context.calls[0]?.params, { stream: "ORDERS", filter: "orders.eu.>" });
});

Deno.test("streamPurge.run() lets a failure through", async () => {
  const failure = new DriverError("no stream", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "stream.purge": [failure] } });
  const run = () => streamPurge.run({ "stream.purge": "ORDERS" }, context);
  assertStrictEquals(await assertRejects(run), failure);
});

Deno.test("streamPurge.schema refuses junk", () => {
  for (
    const junk of [
      { "stream.purge": "" },
      { "stream.purge": "ORDERS", filter: "" },
      { "stream.purge": "ORDERS", keep: 1 },
    ]
  ) assertEquals(streamPurge.schema.safeParse(junk).success, false);
});
