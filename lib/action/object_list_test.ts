// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { objectList } from "./object_list.ts";

Deno.test("objectList.run() gives the objects by name", async () => {
  const photo = { name: "photo", size: 3, chunks: 1, digest: "SHA-256=x", deleted: false };
  const atlas = { ...photo, name: "atlas" };
  const context = fakeContext({ answers: { "object.list": [[photo, atlas]] } });
  assertEquals(await objectList.run({ "object.list": "files" }, context), {
    items: [{ value: atlas }, { value: photo }],
  });
  assertEquals(context.calls, [
    { actor: "alice", operation: "object.list", params: { bucket: "files" } },
  ]);
});

Deno.test("objectList.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "object.list": [failure] } });
  const params = { "object.list": "files" };
  assertStrictEquals(await assertRejects(() => objectList.run(params, context)), failure);
});

Deno.test("objectList.schema refuses junk", () => {
  for (
    const junk of [
      { "object.list": "" },
      { "object.list": "files", key: "photo" },
    ]
  ) assertEquals(objectList.schema.safeParse(junk).success, false);
});
