// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { fakeContext } from "./fake_context.ts";
import { objectDelete } from "./object_delete.ts";

Deno.test("objectDelete.run() deletes the object", async () => {
  const context = fakeContext();
  const seen = await objectDelete.run({ "object.delete": "files", key: "photo" }, context);
  assertEquals(seen, { items: [] });
  assertEquals(context.calls, [
    { actor: "alice", operation: "object.delete", params: { bucket: "files", key: "photo" } },
  ]);
});

Deno.test("objectDelete.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "object.delete": [failure] } });
  const params = { "object.delete": "files", key: "photo" };
  assertStrictEquals(await assertRejects(() => objectDelete.run(params, context)), failure);
});

Deno.test("objectDelete.schema refuses junk", () => {
  for (
    const junk of [
      { "object.delete": "files" },
      { "object.delete": "files", key: "photo", expect: null },
    ]
  ) assertEquals(objectDelete.schema.safeParse(junk).success, false);
});
