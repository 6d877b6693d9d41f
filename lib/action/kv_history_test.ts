// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext, keyEntry } from "./fake_context.ts";
import { kvHistory } from "./kv_history.ts";

Deno.test("kvHistory.run() gives each revision", async () => {
  const entries = [
    keyEntry("theme", "dark", { revision: 2 }),
    keyEntry("theme", "", { revision: 5, operation: "DEL" }),
  ];
  const context = fakeContext({ answers: { "kv.history": [entries] } });
  assertEquals(await kvHistory.run({ "kv.history": "config", key: "theme" }, context), {
    items: [
      { value: { key: "theme", value: "dark", revision: 2, operation: "PUT" }, size: 4 },
      { value: { key: "theme", value: null, revision: 5, operation: "DEL" } },
    ],
  });
  assertEquals(context.calls, [
    { actor: "alice", operation: "kv.history", params: { bucket: "config", key: "theme" } },
  ]);
});

Deno.test("kvHistory.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "kv.history": [failure] } });
  const params = { "kv.history": "config", key: "theme" };
  assertStrictEquals(await assertRejects(() => kvHistory.run(params, context)), failure);
});

Deno.test("kvHistory.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.history": "config" },
      { "kv.history": "config", key: "theme", count: 1 },
    ]
  ) assertEquals(kvHistory.schema.safeParse(junk).success, false);
});
