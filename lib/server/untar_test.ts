// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { ServerError } from "./error.ts";
import { makeTar } from "./test_archive.ts";
import { findTarEntry } from "./untar.ts";

const tar = makeTar([
  { name: "x-v1/", text: "" },
  { name: "x-v1/README.md", text: "r".repeat(700) },
  { name: "x-v1/x", text: "binary" },
]);

Deno.test("findTarEntry() finds a file", () => {
  const entry = findTarEntry(tar, (name) => name.endsWith("/x"));
  assertEquals(entry?.name, "x-v1/x");
  assertEquals(new TextDecoder().decode(entry?.data), "binary");
});

Deno.test("findTarEntry() gives undefined where no file has the name", () => {
  assertEquals(findTarEntry(tar, (name) => name === "y"), undefined);
  assertEquals(findTarEntry(tar, (name) => name === "x-v1/"), undefined);
});

Deno.test("findTarEntry() refuses damaged archives", () => {
  const cases: readonly (readonly [Uint8Array, string])[] = [
    [tar.subarray(0, 1200), "it ends in the middle of a file"],
    [tar.subarray(0, 512), "it has no end"],
    [tar.with(3, 0x41), "a header's checksum is wrong"],
    [new TextEncoder().encode("<html>".repeat(200)), "a header's number is not one"],
  ];
  for (const [bytes, what] of cases) {
    const error = assertThrows(() => findTarEntry(bytes, (name) => name === "y"), ServerError);
    assertEquals([error.code, error.message], [
      "archive",
      `Cannot read the tar archive: ${what}`,
    ]);
  }
});
