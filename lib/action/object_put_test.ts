// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext } from "./fake_context.ts";
import { objectPut } from "./object_put.ts";

Deno.test("objectPut.run() stores the object and gives what is known of it", async () => {
  const entry = { name: "photo", size: 3, chunks: 1, digest: "SHA-256=x", deleted: false };
  const context = fakeContext({ answers: { "object.put": [entry] } });
  const params = { "object.put": "files", key: "photo", send: "abc" };
  assertEquals(await objectPut.run(params, context), { items: [{ value: entry }] });
  assertEquals(context.calls, [{
    actor: "alice",
    operation: "object.put",
    params: { bucket: "files", key: "photo", data: bytes("abc") },
  }]);
  assertEquals(context.encoded, ["send $O.files.photo"]);
});

Deno.test("objectPut.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "object.put": [failure] } });
  const params = { "object.put": "files", key: "photo" };
  assertStrictEquals(await assertRejects(() => objectPut.run(params, context)), failure);
});

Deno.test("objectPut.schema refuses junk", () => {
  for (
    const junk of [
      { "object.put": "files" },
      { "object.put": "a/b", key: "photo" },
      { "object.put": "files", key: "photo", data: "abc" },
    ]
  ) assertEquals(objectPut.schema.safeParse(junk).success, false);
});
