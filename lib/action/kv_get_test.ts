// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext, keyEntry } from "./fake_context.ts";
import { kvGet } from "./kv_get.ts";

const params = { "kv.get": "config", key: "theme" };

Deno.test("kvGet.run() gives the value", async () => {
  const context = fakeContext({ answers: { "kv.get": [keyEntry("theme", "dark")] } });
  assertEquals(await kvGet.run(params, context), {
    items: [{ value: "dark", untyped: true, subject: "$KV.config.theme", size: 4 }],
  });
  assertEquals(context.calls, [
    { actor: "alice", operation: "kv.get", params: { bucket: "config", key: "theme" } },
  ]);
});

Deno.test("kvGet.run() decodes by the type declared for the key", async () => {
  const context = fakeContext({
    answers: { "kv.get": [keyEntry("theme", '{"back":1}')] },
    json: ["$KV.config.theme"],
  });
  const { items } = await kvGet.run(params, context);
  assertEquals(items[0]?.value, { back: 1 });
});

Deno.test("kvGet.run() takes a revision", async () => {
  const context = fakeContext({ answers: { "kv.get": [keyEntry("theme", "dark")] } });
  await kvGet.run({ ...params, revision: 2 }, context);
  assertEquals(context.calls[0]?.params, { bucket: "config", key: "theme", revision: 2 });
});

Deno.test("kvGet.run() gives null where the key is not there", async () => {
  const deleted = keyEntry("theme", "", { operation: "DEL" });
  const purged = keyEntry("theme", "", { operation: "PURGE" });
  const context = fakeContext({ answers: { "kv.get": [null, deleted, purged] } });
  assertEquals(await kvGet.run(params, context), { items: [{ value: null }] });
  assertEquals(await kvGet.run(params, context), { items: [{ value: null }] });
  assertEquals(await kvGet.run(params, context), { items: [{ value: null }] });
});

Deno.test("kvGet.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "kv.get": [failure] } });
  assertStrictEquals(await assertRejects(() => kvGet.run(params, context)), failure);
});

Deno.test("kvGet.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.get": "config" },
      { "kv.get": "config", key: "theme", revision: "1" },
      { "kv.get": "config", key: "theme", send: 1 },
    ]
  ) assertEquals(kvGet.schema.safeParse(junk).success, false);
});
