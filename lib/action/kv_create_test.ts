// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext } from "./fake_context.ts";
import { kvCreate } from "./kv_create.ts";

Deno.test("kvCreate.run() stores the value and gives its revision", async () => {
  const context = fakeContext({ answers: { "kv.create": [5] } });
  const params = { "kv.create": "config", key: "theme", send: { back: "dark" } };
  assertEquals(await kvCreate.run(params, context), { items: [{ value: { revision: 5 } }] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "kv.create",
    params: { bucket: "config", key: "theme", data: bytes('{"back":"dark"}') },
  }]);
});

Deno.test("kvCreate.run() encodes by the type declared for the key", async () => {
  const context = fakeContext({ answers: { "kv.create": [1] }, json: ["$KV.config.theme"] });
  await kvCreate.run({ "kv.create": "config", key: "theme", send: "dark" }, context);
  assertEquals(context.calls[0]?.params["data"], bytes('"dark"'));
  assertEquals(context.encoded, ["send $KV.config.theme"]);
});

Deno.test("kvCreate.run() lets a failure through", async () => {
  const failure = new DriverError("wrong last sequence", { code: "js:10071" });
  const context = fakeContext({ answers: { "kv.create": [failure] } });
  const params = { "kv.create": "config", key: "theme" };
  assertStrictEquals(await assertRejects(() => kvCreate.run(params, context)), failure);
});

Deno.test("kvCreate.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.create": "config", send: 1 },
      { "kv.create": "config", key: "" },
      { "kv.create": "a b", key: "theme" },
      { "kv.create": "config", key: "theme", revision: 1 },
    ]
  ) assertEquals(kvCreate.schema.safeParse(junk).success, false);
});
