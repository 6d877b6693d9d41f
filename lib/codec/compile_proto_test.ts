// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { compileProto } from "./compile_proto.ts";
import { ProtoError } from "./proto_error.ts";
import { createCodec } from "./registry.ts";

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const order = `syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
import "natsrig/echo/v1/echo.proto";
import "item.proto";
message Order {
  repeated Item items = 1;
  google.protobuf.Timestamp placed_at = 2;
  natsrig.echo.v1.EchoRequest echo = 3;
  map<string, Item> by_name = 4;
  message Note { string text = 1; }
}
`;
const item = 'syntax = "proto3";\npackage shop;\nmessage Item { int64 id = 1; }\n';

Deno.test("compileProto() compiles files with their own, the toolkit's and google's imports", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "order.proto"), order);
    await Deno.writeTextFile(join(folder, "item.proto"), item);
    const data = await compileProto([join(folder, "order.proto")], { cache: folder });
    const codec = await createCodec({ descriptorSets: [data] });
    const value = {
      items: [{ id: "7" }],
      placedAt: "2026-01-02T03:04:05Z",
      echo: { message: "hi" },
      byName: { a: { id: "0" } },
    };
    assertEquals(codec.decode("shop.Order", codec.encode("shop.Order", value)), value);
    assertEquals(
      codec.fields("shop.Order"),
      new Map([
        ["items", "shop.Item"],
        ["placedAt", "google.protobuf.Timestamp"],
        ["echo", "natsrig.echo.v1.EchoRequest"],
        ["byName", undefined],
      ]),
    );
    assertEquals(codec.types.filter((type) => type.startsWith("shop.")), [
      "shop.Item",
      "shop.Order",
      "shop.Order.Note",
    ]);
  }));

Deno.test("compileProto() runs the compiler anew only where the content is new", () =>
  withFolder(async (folder) => {
    const file = join(folder, "item.proto");
    const lines: string[] = [];
    const compile = () =>
      compileProto([file], { cache: join(folder, "cache"), progress: (line) => lines.push(line) });
    await Deno.writeTextFile(file, item);
    const first = await compile();
    assertEquals(await compile(), first);
    assertEquals(lines, ["compiling 1 .proto file"]);
    await Deno.writeTextFile(file, `${item}message Other {}\n`);
    await compile();
    assertEquals(lines.length, 2);
    const kept = Array.from(
      Deno.readDirSync(join(folder, "cache", "proto")),
      (entry) => entry.name,
    );
    assertEquals(kept.map((name) => name.replace(/^[0-9a-f]{64}/, "HASH")), [
      "HASH.binpb",
      "HASH.binpb",
    ]);
  }));

Deno.test("compileProto() points at what is wrong, also in an import", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "order.proto"), order.replace("repeated Item", "Itm"));
    await Deno.writeTextFile(join(folder, "item.proto"), item.replace("int64 id", "in64 id"));
    const files = [join(folder, "order.proto")];
    const error = await assertRejects(() => compileProto(files, { cache: folder }), ProtoError);
    assertEquals(error.code, "invalid");
    assertEquals(error.problems, [{
      file: join(folder, "item.proto"),
      line: 3,
      column: 16,
      endLine: 3,
      endColumn: 20,
      message: "cannot find `in64` in this scope",
    }, {
      file: join(folder, "order.proto"),
      line: 7,
      column: 3,
      endLine: 7,
      endColumn: 6,
      message: "cannot find `Itm` in this scope",
    }]);
  }));

Deno.test("compileProto() points at an import that is nowhere", () =>
  withFolder(async (folder) => {
    const file = join(folder, "a.proto");
    await Deno.writeTextFile(file, 'syntax = "proto3";\nimport "nowhere.proto";\n');
    const error = await assertRejects(() => compileProto([file], { cache: folder }), ProtoError);
    assertEquals(error.problems.map(({ line, message }) => ({ line, message })), [
      { line: 2, message: "imported file does not exist" },
    ]);
  }));

Deno.test("compileProto() ends with its signal", () =>
  withFolder(async (folder) => {
    const file = join(folder, "item.proto");
    await Deno.writeTextFile(file, item);
    const controller = new AbortController();
    // Aborted when the compiler is about to run.
    const progress = () => controller.abort(new Error("enough"));
    await assertRejects(
      () => compileProto([file], { cache: folder, progress, signal: controller.signal }),
      Error,
      "enough",
    );
    assertEquals([...Deno.readDirSync(folder)].map((entry) => entry.name), ["item.proto"]);
  }));
