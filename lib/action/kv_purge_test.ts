// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { kvPurge } from "./kv_purge.ts";

Deno.test("kvPurge.run() asks the driver", async () => {
  const context = fakeContext();
  const seen = await kvPurge.run({ "kv.purge": "config", key: "theme" }, context);
  assertEquals(seen, { items: [] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "kv.purge", params: { bucket: "config", key: "theme" } },
  ]);
});

Deno.test("kvPurge.run() takes the revision that must be the last", async () => {
  const context = fakeContext();
  await kvPurge.run({ "kv.purge": "config", key: "theme", revision: 3 }, context);
  assertEquals(context.calls[0]?.params, { bucket: "config", key: "theme", revision: 3 });
});

Deno.test("kvPurge.run() lets a failure through", async () => {
  const failure = new DriverError("wrong last sequence", { code: "js:10071" });
  const context = fakeContext({ answers: { "kv.purge": [failure] } });
  const params = { "kv.purge": "config", key: "theme", revision: 1 };
  assertStrictEquals(await assertRejects(() => kvPurge.run(params, context)), failure);
});

Deno.test("kvPurge.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.purge": "config" },
      { "kv.purge": "config", key: "theme", expect: null },
      { "kv.purge": "config", key: "theme", revision: 0.5 },
    ]
  ) assertEquals(kvPurge.schema.safeParse(junk).success, false);
});
