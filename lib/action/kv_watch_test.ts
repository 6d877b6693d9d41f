// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext, keyEntry } from "./fake_context.ts";
import { kvWatch } from "./kv_watch.ts";

const dark = keyEntry("theme", "dark");
const light = keyEntry("theme", "light", { revision: 2 });

Deno.test("kvWatch.run() gives the first entry by default", async () => {
  const context = fakeContext({ answers: { "kv.watch": [[dark]] }, patienceMs: 700 });
  assertEquals(await kvWatch.run({ "kv.watch": "config" }, context), {
    items: [{ value: { key: "theme", value: "dark", revision: 1, operation: "PUT" }, size: 4 }],
  });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "kv.watch",
    params: { bucket: "config", count: 1, timeoutMs: 700 },
  }]);
});

Deno.test("kvWatch.run() asks for as many as are expected, of a key", async () => {
  const context = fakeContext({ answers: { "kv.watch": [[dark, light]] } });
  const params = { "kv.watch": "config", key: "the*", expectAll: [{}, {}, {}] };
  const { items } = await kvWatch.run(params, context);
  assertEquals(items.length, 2);
  assertEquals(context.calls[0]?.params, {
    bucket: "config",
    key: "the*",
    count: 3,
    timeoutMs: 1000,
  });
});

Deno.test("kvWatch.run() fails where fewer than count came", async () => {
  const context = fakeContext({ answers: { "kv.watch": [[dark, light]] } });
  const error = await assertRejects(
    () => kvWatch.run({ "kv.watch": "config", count: 3 }, context),
    DriverError,
    '2 of 3 came from bucket "config" in 1s',
  );
  assertEquals(error.code, "timeout");
});

Deno.test("kvWatch.run() fails where nothing came", async () => {
  const context = fakeContext({ answers: { "kv.watch": [[]] } });
  const error = await assertRejects(
    () => kvWatch.run({ "kv.watch": "config", expectAll: [{}, {}] }, context),
    DriverError,
    'nothing came from bucket "config" in 1s',
  );
  assertEquals(error.code, "timeout");
});

Deno.test("kvWatch.run() waits in vain for an empty expectAll", async () => {
  const context = fakeContext({ answers: { "kv.watch": [[]] } });
  const seen = await kvWatch.run({ "kv.watch": "config", expectAll: [] }, context);
  assertEquals(seen, { items: [] });
});

Deno.test("kvWatch.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "kv.watch": [failure] } });
  const params = { "kv.watch": "config" };
  assertStrictEquals(await assertRejects(() => kvWatch.run(params, context)), failure);
});

Deno.test("kvWatch.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.watch": "config", count: 0 },
      { "kv.watch": "config", key: "" },
      { "kv.watch": "config", for: "1s" },
    ]
  ) assertEquals(kvWatch.schema.safeParse(junk).success, false);
});
