// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { DriverError } from "../driver/error.ts";
import { bytes, fakeContext } from "./fake_context.ts";
import { objectGet } from "./object_get.ts";

Deno.test("objectGet.run() gives the content", async () => {
  const context = fakeContext({ answers: { "object.get": [bytes("abc")] } });
  assertEquals(await objectGet.run({ "object.get": "files", key: "photo" }, context), {
    items: [{ value: "abc", untyped: true, subject: "$O.files.photo", size: 3 }],
  });
  assertEquals(context.calls, [
    { actor: "alice", operation: "object.get", params: { bucket: "files", key: "photo" } },
  ]);
  assertEquals(context.decoded, ["send $O.files.photo"]);
});

Deno.test("objectGet.run() gives null where there is no such object", async () => {
  const context = fakeContext({ answers: { "object.get": [null] } });
  const seen = await objectGet.run({ "object.get": "files", key: "photo" }, context);
  assertEquals(seen, { items: [{ value: null }] });
});

Deno.test("objectGet.run() lets a failure through", async () => {
  const failure = new DriverError("no bucket", { code: "stream-not-found" });
  const context = fakeContext({ answers: { "object.get": [failure] } });
  const params = { "object.get": "files", key: "photo" };
  assertStrictEquals(await assertRejects(() => objectGet.run(params, context)), failure);
});

Deno.test("objectGet.schema refuses junk", () => {
  for (
    const junk of [
      { "object.get": "files" },
      { "object.get": "files", key: "photo", revision: 1 },
    ]
  ) assertEquals(objectGet.schema.safeParse(junk).success, false);
});
