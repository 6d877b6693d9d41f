// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { objectInfo } from "./object_info.ts";

Deno.test("objectInfo.run() gives what is known of the object", async () => {
  const photo = { name: "photo", size: 3, chunks: 1, digest: "SHA-256=x", deleted: false };
  const context = fakeContext({ answers: { "object.info": [photo] } });
  const seen = await objectInfo.run({ "object.info": "files", key: "photo" }, context);
  assertEquals(seen, { items: [{ value: photo }] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "object.info", params: { bucket: "files", key: "photo" } },
  ]);
});

Deno.test("objectInfo.run() gives null where there is no such object", async () => {
  const context = fakeContext({ answers: { "object.info": [null] } });
  const seen = await objectInfo.run({ "object.info": "files", key: "photo" }, context);
  assertEquals(seen, { items: [{ value: null }] });
});

Deno.test("objectInfo.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "object.info": [failure] } });
  const params = { "object.info": "files", key: "photo" };
  assertStrictEquals(await assertRejects(() => objectInfo.run(params, context)), failure);
});

Deno.test("objectInfo.schema refuses junk", () => {
  for (
    const junk of [
      { "object.info": "files" },
      { "object.info": "files", key: "" },
    ]
  ) assertEquals(objectInfo.schema.safeParse(junk).success, false);
});
