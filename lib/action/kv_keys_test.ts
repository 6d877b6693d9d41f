// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { kvKeys } from "./kv_keys.ts";

Deno.test("kvKeys.run() gives the keys sorted, and leaves the answer alone", async () => {
  const keys = Object.freeze(["theme", "Size", "colour.text"]);
  const context = fakeContext({ answers: { "kv.keys": [keys] } });
  assertEquals(await kvKeys.run({ "kv.keys": "config" }, context), {
    items: [{ value: "Size" }, { value: "colour.text" }, { value: "theme" }],
  });
  assertEquals(context.calls, [
    { actor: "alice", operation: "kv.keys", params: { bucket: "config" } },
  ]);
});

Deno.test("kvKeys.run() takes a filter", async () => {
  const context = fakeContext({ answers: { "kv.keys": [[]] } });
  const seen = await kvKeys.run({ "kv.keys": "config", filter: "colour.*" }, context);
  assertEquals(seen, { items: [] });
  assertEquals(context.calls[0]?.params, { bucket: "config", filter: "colour.*" });
});

Deno.test("kvKeys.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "kv.keys": [failure] } });
  const params = { "kv.keys": "config" };
  assertStrictEquals(await assertRejects(() => kvKeys.run(params, context)), failure);
});

Deno.test("kvKeys.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.keys": "config", filter: "" },
      { "kv.keys": "config", key: "theme" },
      { "kv.keys": "config", expectAll: "theme" },
    ]
  ) assertEquals(kvKeys.schema.safeParse(junk).success, false);
});
