// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { streamDelete } from "./stream_delete.ts";

Deno.test("streamDelete.run() deletes the stream", async () => {
  const context = fakeContext();
  assertEquals(await streamDelete.run({ "stream.delete": "ORDERS" }, context), { items: [] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "stream.delete", params: { stream: "ORDERS" } },
  ]);
});

Deno.test("streamDelete.run() lets a failure through", async () => {
  const failure = new DriverError("no stream", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "stream.delete": [failure] } });
  const run = () => streamDelete.run({ "stream.delete": "ORDERS" }, context);
  assertStrictEquals(await assertRejects(run), failure);
});

Deno.test("streamDelete.schema refuses what it has no use for", () => {
  for (const junk of [{}, { "stream.delete": "a b" }, { "stream.delete": "A", expect: 1 }]) {
    assertEquals(streamDelete.schema.safeParse(junk).success, false);
  }
});
