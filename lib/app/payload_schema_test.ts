// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { create, createFileRegistry, type DescMessage } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  StructSchema,
} from "@bufbuild/protobuf/wkt";
import { assertEquals } from "@std/assert";
import { EchoRequestSchema, EchoResponseSchema } from "../../proto/mod.ts";
import { payloadSchema } from "./payload_schema.ts";

const { STRING, INT64, ENUM, MESSAGE } = FieldDescriptorProto_Type;
const { OPTIONAL: label, REPEATED } = FieldDescriptorProto_Label;

/** An order of a shop: with an enum, a list, a map, and itself within it. */
function orderSchema(): DescMessage {
  const file = create(FileDescriptorProtoSchema, {
    name: "shop.proto",
    package: "shop",
    syntax: "proto3",
    enumType: [{
      name: "Size",
      value: [{ name: "SMALL", number: 0 }, { name: "LARGE", number: 1 }],
    }],
    messageType: [{
      name: "Order",
      field: [
        { name: "size", number: 1, type: ENUM, typeName: ".shop.Size", label },
        { name: "words", number: 2, type: STRING, label: REPEATED },
        { name: "counts", number: 3, type: MESSAGE, typeName: ".shop.Order.C", label: REPEATED },
        { name: "rest", number: 4, type: MESSAGE, typeName: ".shop.Order", label },
      ],
      nestedType: [{
        name: "C",
        options: { mapEntry: true },
        field: [
          { name: "key", number: 1, type: STRING, label },
          { name: "value", number: 2, type: INT64, label },
        ],
      }],
    }],
  });
  const schema = createFileRegistry(file, () => undefined).getMessage("shop.Order");
  if (schema === undefined) throw new Error("the descriptor has no shop.Order");
  return schema;
}

Deno.test("payloadSchema() has the fields of messages", () => {
  assertEquals(payloadSchema([EchoRequestSchema, EchoResponseSchema]), {
    "natsrig.echo.v1.EchoRequest": { message: "string" },
    "natsrig.echo.v1.EchoResponse": { message: "string", cached: "bool" },
  });
});

Deno.test("payloadSchema() has lists, maps, enums, and a message within itself", () => {
  assertEquals(payloadSchema([orderSchema()]), {
    "shop.Order": {
      size: "shop.Size",
      words: "string[]",
      counts: "map<string, int64>",
      rest: "shop.Order",
    },
    "shop.Size": ["SMALL", "LARGE"],
  });
});

Deno.test("payloadSchema() leaves out what has none, and what everybody knows", () => {
  const own = { type: "own", encode: () => new Uint8Array(), decode: () => 1 };
  assertEquals(payloadSchema(["json", undefined, own, StructSchema]), {});
});
