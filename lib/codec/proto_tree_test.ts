// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { dirname, join } from "node:path";
import { ProtoError } from "./proto_error.ts";
import { findImports, readProtoTree } from "./proto_tree.ts";

async function withFiles(
  files: Record<string, string>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("findImports() sees imports, but not in comments and strings", () => {
  const text = [
    'import "a.proto"; // import "no.proto";',
    "import public 'b.proto';",
    '/* import "no.proto"; */ option x = "import \\"no.proto\\"";',
    'import weak "c/d.proto";',
  ].join("\n");
  assertEquals(findImports(text), [
    { path: "a.proto", offset: 7 },
    { path: "b.proto", offset: 54 },
    { path: "c/d.proto", offset: 136 },
  ]);
});

Deno.test("readProtoTree() looks imports up from the file's folder upwards", () =>
  withFiles({
    "proto/shop/v1/order.proto": 'import "shop/v1/item.proto"; import "near.proto";',
    "proto/shop/v1/item.proto": 'import "google/protobuf/timestamp.proto";',
    "proto/shop/v1/near.proto": 'import "natsrig/echo/v1/echo.proto";',
  }, async (folder) => {
    const tree = await readProtoTree([join(folder, "proto/shop/v1/order.proto")]);
    assertEquals([...tree.keys()].sort(), [
      "natsrig/echo/v1/echo.proto",
      "near.proto",
      "order.proto",
      "shop/v1/item.proto",
    ]);
  }));

Deno.test("readProtoTree() has a file once that is both given and imported", () =>
  withFiles({ "a/b.proto": 'import "a/c.proto";', "a/c.proto": "" }, async (folder) => {
    const tree = await readProtoTree([join(folder, "a/c.proto"), join(folder, "a/b.proto")]);
    assertEquals([...tree.keys()], ["a/c.proto", "b.proto"]);
  }));

Deno.test("readProtoTree() ends where imports go round", () =>
  withFiles({ "a.proto": 'import "b.proto";', "b.proto": 'import "a.proto";' }, async (folder) => {
    const tree = await readProtoTree([join(folder, "a.proto")]);
    assertEquals([...tree.keys()], ["b.proto", "a.proto"]);
  }));

Deno.test("readProtoTree() points at an import path that stands for two files", () =>
  withFiles({
    "x/a.proto": 'import "c.proto";',
    "x/c.proto": "",
    "y/b.proto": '\n  import "c.proto";',
    "y/c.proto": "",
  }, async (folder) => {
    const files = [join(folder, "x/a.proto"), join(folder, "y/b.proto")];
    const error = await assertRejects(() => readProtoTree(files), ProtoError);
    assertEquals(error.problems, [{
      file: join(folder, "y/b.proto"),
      line: 2,
      column: 10,
      endLine: 2,
      endColumn: 19,
      message: `c.proto stands for two files: ${join(folder, "x/c.proto")} and ${
        join(folder, "y/c.proto")
      }`,
    }]);
  }));

Deno.test("readProtoTree() lists the files it cannot read", () =>
  withFiles({}, async (folder) => {
    await Deno.writeFile(join(folder, "rubbish.proto"), new Uint8Array([0xff, 0xfe]));
    const files = ["missing.proto", "rubbish.proto"].map((name) => join(folder, name));
    const error = await assertRejects(() => readProtoTree(files), ProtoError);
    assertEquals(error.code, "invalid");
    assertEquals(error.problems.map((problem) => problem.message), [
      "there is no such file",
      "the file is not UTF-8 text",
    ]);
  }));
