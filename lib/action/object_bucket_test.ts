// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { objectBucket } from "./object_bucket.ts";

Deno.test("objectBucket.run() gives the server's units, and ends when there is a leader", async () => {
  const context = fakeContext({
    answers: {
      "object.bucket": [{}],
      "stream.info": [{ cluster: {} }, { cluster: { leader: "n1" } }],
    },
  });
  const config = { ttl: "5s", max_bytes: "4KiB", replicas: 3, description: "files" };
  assertEquals(await objectBucket.run({ "object.bucket": "config", config }, context), {
    items: [],
  });
  assertEquals(context.calls, [
    {
      actor: "alice",
      operation: "object.bucket",
      params: {
        bucket: "config",
        config: { ttl: 5_000_000_000, max_bytes: 4096, replicas: 3, description: "files" },
      },
    },
    { actor: "alice", operation: "stream.info", params: { stream: "OBJ_config" } },
    { actor: "alice", operation: "stream.info", params: { stream: "OBJ_config" } },
  ]);
});

Deno.test("objectBucket.run() takes no configuration", async () => {
  const context = fakeContext({ answers: { "object.bucket": [{}], "stream.info": [{}] } });
  await objectBucket.run({ "object.bucket": "config" }, context);
  assertEquals(context.calls[0]?.params, { bucket: "config", config: {} });
});

Deno.test("objectBucket.run() lets a failure through", async () => {
  const failure = new DriverError("no room", { code: "js:10047" });
  const context = fakeContext({ answers: { "object.bucket": [failure] } });
  const params = { "object.bucket": "config" };
  assertStrictEquals(await assertRejects(() => objectBucket.run(params, context)), failure);
});

Deno.test("objectBucket.schema refuses junk", () => {
  for (
    const junk of [
      { "object.bucket": "a.b" },
      { "object.bucket": "config", config: { history: 2 } },
      { "object.bucket": "config", config: { storage: "tape" } },
    ]
  ) assertEquals(objectBucket.schema.safeParse(junk).success, false);
});
