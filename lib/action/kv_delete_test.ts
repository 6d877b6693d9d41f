// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { kvDelete } from "./kv_delete.ts";

Deno.test("kvDelete.run() asks the driver", async () => {
  const context = fakeContext();
  const seen = await kvDelete.run({ "kv.delete": "config", key: "theme" }, context);
  assertEquals(seen, { items: [] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "kv.delete", params: { bucket: "config", key: "theme" } },
  ]);
});

Deno.test("kvDelete.run() takes the revision that must be the last", async () => {
  const context = fakeContext();
  await kvDelete.run({ "kv.delete": "config", key: "theme", revision: 3 }, context);
  assertEquals(context.calls[0]?.params, { bucket: "config", key: "theme", revision: 3 });
});

Deno.test("kvDelete.run() lets a failure through", async () => {
  const failure = new DriverError("wrong last sequence", { code: "js:10071" });
  const context = fakeContext({ answers: { "kv.delete": [failure] } });
  const params = { "kv.delete": "config", key: "theme", revision: 1 };
  assertStrictEquals(await assertRejects(() => kvDelete.run(params, context)), failure);
});

Deno.test("kvDelete.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.delete": "config" },
      { "kv.delete": "config", key: "theme", expect: null },
      { "kv.delete": "config", key: "theme", revision: 0.5 },
    ]
  ) assertEquals(kvDelete.schema.safeParse(junk).success, false);
});
