// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { ServerError } from "./error.ts";
import { makeZip } from "./test_archive.ts";
import { findZipEntry } from "./unzip.ts";

const zip = await makeZip([
  { name: "x-v1/README.md", text: "read me" },
  { name: "x-v1/x.exe", text: "binary ".repeat(100) },
]);

Deno.test("findZipEntry() finds a file and inflates it", async () => {
  const entry = await findZipEntry(zip, (name) => name.endsWith("/x.exe"));
  assertEquals(entry?.name, "x-v1/x.exe");
  assertEquals(new TextDecoder().decode(entry?.data), "binary ".repeat(100));
  assertEquals(await findZipEntry(zip, (name) => name === "y"), undefined);
});

Deno.test("findZipEntry() refuses damaged archives", async () => {
  for (const bytes of [zip.subarray(0, 60), zip.subarray(10), new Uint8Array(5)]) {
    const error = await assertRejects(() => findZipEntry(bytes, () => true), ServerError);
    assertEquals(error.code, "archive");
  }
});
