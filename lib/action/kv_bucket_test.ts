// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { kvBucket } from "./kv_bucket.ts";

Deno.test("kvBucket.run() gives the server's units, and ends when there is a leader", async () => {
  const context = fakeContext({
    answers: {
      "kv.bucket": [{}],
      "stream.info": [{ cluster: {} }, { cluster: { leader: "n1" } }],
    },
  });
  const config = {
    history: 5,
    ttl: "1h",
    max_bytes: "1MiB",
    max_value_size: 512,
    storage: "memory",
  };
  assertEquals(await kvBucket.run({ "kv.bucket": "config", config }, context), { items: [] });
  assertEquals(context.calls, [
    {
      actor: "alice",
      operation: "kv.bucket",
      params: {
        bucket: "config",
        config: {
          history: 5,
          ttl: 3_600_000_000_000,
          max_bytes: 1_048_576,
          max_value_size: 512,
          storage: "memory",
        },
      },
    },
    { actor: "alice", operation: "stream.info", params: { stream: "KV_config" } },
    { actor: "alice", operation: "stream.info", params: { stream: "KV_config" } },
  ]);
});

Deno.test("kvBucket.run() takes no configuration", async () => {
  const context = fakeContext({ answers: { "kv.bucket": [{}], "stream.info": [{}] } });
  await kvBucket.run({ "kv.bucket": "config" }, context);
  assertEquals(context.calls[0]?.params, { bucket: "config", config: {} });
});

Deno.test("kvBucket.run() lets a failure through", async () => {
  const failure = new DriverError("no room", { code: "js:10047" });
  const context = fakeContext({ answers: { "kv.bucket": [failure] } });
  const params = { "kv.bucket": "config" };
  assertStrictEquals(await assertRejects(() => kvBucket.run(params, context)), failure);
});

Deno.test("kvBucket.schema refuses junk", () => {
  for (
    const junk of [
      { "kv.bucket": "a.b" },
      { "kv.bucket": "config", config: { history: 65 } },
      { "kv.bucket": "config", config: { ttl: "5" } },
      { "kv.bucket": "config", config: { max_values: 1 } },
    ]
  ) assertEquals(kvBucket.schema.safeParse(junk).success, false);
});
