// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext } from "./fake_context.ts";
import { kvPut } from "./kv_put.ts";

Deno.test("kvPut.run() stores the value and gives its revision", async () => {
  const context = fakeContext({ answers: { "kv.put": [5] } });
  const params = { "kv.put": "config", key: "theme", send: { back: "dark" } };
  assertEquals(await kvPut.run(params, context), { items: [{ value: { revision: 5 } }] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "kv.put",
    params: { bucket: "config", key: "theme", data: bytes('{"back":"dark"}') },
  }]);
});

Deno.test("kvPut.run() encodes by the type declared for the key", async () => {
  const context = fakeContext({ answers: { "kv.put": [1] }, json: ["$KV.config.theme"] });
  await kvPut.run({ "kv.put": "config", key: "theme", send: "dark" }, context);
  assertEquals(context.calls[0]?.params["data"], bytes('"dark"'));
  assertEquals(context.encoded, ["send $KV.config.theme"]);
});

Deno.test("kvPut.run() lets a failure through", async () => {
  const failure = new DriverError("wrong last sequence", { code: "js:10071" });
  const context = fakeContext({ answers: { "kv.put": [failure] } });
  const params = { "kv.put": "config", key: "theme" };
  assertStrictEquals(await assertRejects(() => kvPut.run(params, context)), failure);
});

Deno.test("kvPut.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.put": "config", send: 1 },
      { "kv.put": "config", key: "" },
      { "kv.put": "a b", key: "theme" },
      { "kv.put": "config", key: "theme", revision: 1 },
    ]
  ) assertEquals(kvPut.schema.safeParse(junk).success, false);
});
