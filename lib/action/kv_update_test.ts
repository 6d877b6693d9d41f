// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext } from "./fake_context.ts";
import { kvUpdate } from "./kv_update.ts";

Deno.test("kvUpdate.run() stores the value and gives its revision", async () => {
  const context = fakeContext({ answers: { "kv.update": [5] } });
  const params = { "kv.update": "config", key: "theme", send: { back: "dark" }, revision: 4 };
  assertEquals(await kvUpdate.run(params, context), { items: [{ value: { revision: 5 } }] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "kv.update",
    params: { bucket: "config", key: "theme", data: bytes('{"back":"dark"}'), revision: 4 },
  }]);
});

Deno.test("kvUpdate.run() encodes by the type declared for the key", async () => {
  const context = fakeContext({ answers: { "kv.update": [1] }, json: ["$KV.config.theme"] });
  await kvUpdate.run({ "kv.update": "config", key: "theme", send: "dark", revision: 4 }, context);
  assertEquals(context.calls[0]?.params["data"], bytes('"dark"'));
  assertEquals(context.encoded, ["send $KV.config.theme"]);
});

Deno.test("kvUpdate.run() lets a failure through", async () => {
  const failure = new DriverError("wrong last sequence", { code: "js:10071" });
  const context = fakeContext({ answers: { "kv.update": [failure] } });
  const params = { "kv.update": "config", key: "theme", revision: 4 };
  assertStrictEquals(await assertRejects(() => kvUpdate.run(params, context)), failure);
});

Deno.test("kvUpdate.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.update": "config", send: 1, revision: 4 },
      { "kv.update": "config", key: "", revision: 4 },
      { "kv.update": "a b", key: "theme", revision: 4 },
      { "kv.update": "config", key: "theme" },
      { "kv.update": "config", key: "theme", revision: -1 },
    ]
  ) assertEquals(kvUpdate.schema.safeParse(junk).success, false);
});
