// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { streamInfo } from "./stream_info.ts";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";

Deno.test("streamInfo.run() gives the info as the API has it", async () => {
  const info = { config: { name: "x" }, num_pending: 2, state: { messages: 3 } };
  const context = fakeContext({ answers: { "stream.info": [info] } });
  const seen = await streamInfo.run({ "stream.info": "ORDERS" }, context);
  assertEquals(seen, { items: [{ value: info }] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "stream.info", params: { stream: "ORDERS" } },
  ]);
});

Deno.test("streamInfo.run() lets a failure through", async () => {
  const failure = new DriverError("no stream", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "stream.info": [failure] } });
  const run = () => streamInfo.run({ "stream.info": "ORDERS" }, context);
  assertStrictEquals(await assertRejects(run), failure);
});

Deno.test("streamInfo.schema refuses junk", () => {
  for (const junk of [{ "stream.info": "a.b" }, { "stream.info": "ORDERS", config: {} }]) {
    assertEquals(streamInfo.schema.safeParse(junk).success, false);
  }
});
