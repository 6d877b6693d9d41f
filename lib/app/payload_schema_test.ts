// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { FileDescriptorProtoSchema, StructSchema } from "@bufbuild/protobuf/wkt";
import { assertEquals } from "@std/assert";
import { EchoRequestSchema, EchoResponseSchema } from "../../proto/mod.ts";
import { payloadSchema } from "./payload_schema.ts";

Deno.test("payloadSchema() has the fields of messages", () => {
  assertEquals(payloadSchema([EchoRequestSchema, EchoResponseSchema]), {
    "natsrig.echo.v1.EchoRequest": { message: "string" },
    "natsrig.echo.v1.EchoResponse": { message: "string", cached: "bool" },
  });
});

Deno.test("payloadSchema() leaves out what has none, and what everybody knows", () => {
  const own = { type: "own", encode: () => new Uint8Array(), decode: () => 1 };
  const types = ["json", undefined, own, StructSchema, FileDescriptorProtoSchema] as const;
  assertEquals(payloadSchema(types), {});
});
