// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { readSource, sourceLimit } from "./read_source.ts";

async function read(content: Uint8Array | string) {
  const path = await Deno.makeTempFile({ prefix: "natsrig-read-" });
  try {
    await Deno.writeFile(
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    return readSource(path, "a.yaml");
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readSource() reads text, without a byte order mark", async () => {
  assertEquals(await read("\uFEFFscenario: Ä\n"), {
    source: { path: "a.yaml", text: "scenario: Ä\n" },
  });
});

for (
  const [what, content, message] of [
    ["an empty file", "", "the file is empty"],
    ["blanks only", " \n\t\n", "the file is empty"],
    ["NUL bytes", "a\0b", "the file is not text: it contains NUL bytes"],
    ["invalid UTF-8", new Uint8Array([0x61, 0xff]), "the file is not text: it is not valid UTF-8"],
    [
      "a file of 10 MiB",
      new Uint8Array(10 * 1024 ** 2).fill(0x61),
      "the file is too large: 10 MiB, and at most 1 MiB are read",
    ],
  ] as const
) {
  Deno.test(`readSource() refuses ${what}`, async () => {
    assertEquals((await read(content)).diagnostic, {
      severity: "error",
      message,
      file: "a.yaml",
    });
  });
}

Deno.test("readSource() reads a file of just the limit", async () => {
  assertEquals((await read("a".repeat(sourceLimit))).source?.text.length, sourceLimit);
});

Deno.test("readSource() tells why a folder cannot be read", () => {
  const { diagnostic } = readSource(Deno.cwd(), "here");
  assertEquals(diagnostic?.message, "cannot be read: it is a folder");
});
