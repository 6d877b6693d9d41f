// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { objectItem, subjectOfObject } from "./object_entry.ts";

Deno.test("subjectOfObject() is what an object's type is declared for", () => {
  assertEquals(subjectOfObject("files", "photo"), "$O.files.photo");
});

Deno.test("objectItem() gives what the server says", () => {
  const entry = { name: "photo", size: 3, chunks: 1, digest: "SHA-256=x", deleted: false };
  assertEquals(objectItem(entry), { value: entry });
  assertEquals(objectItem({ ...entry, description: "me" }).value, {
    ...entry,
    description: "me",
  });
});
