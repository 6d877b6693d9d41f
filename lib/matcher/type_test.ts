// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $type } from "./type.ts";
import { ask } from "./test_context.ts";

const samples = {
  null: null,
  boolean: false,
  number: 1.5,
  integer: 2,
  string: "",
  list: [],
  mapping: {},
  bytes: new Uint8Array(),
} as const;

Deno.test("$type holds for a value of the type", () => {
  for (const [type, of] of Object.entries(samples)) {
    assertEquals(ask($type, type, { of }), undefined, type);
  }
  assertEquals(ask($type, "number", { of: 2 }), undefined);
});

Deno.test("$type fails for a value of every other type", () => {
  for (const type of Object.keys(samples)) {
    for (const [other, of] of Object.entries(samples)) {
      if (other === type || type === "number" && other === "integer") continue;
      assertEquals(ask($type, type, { of }) !== undefined, true, `${type}: ${other}`);
    }
  }
});

Deno.test("$type says what it wanted", () => {
  assertEquals(ask($type, "integer", { of: 1.5 }), { expected: "an integer" });
  assertEquals(ask($type, "mapping", { of: undefined }), { expected: "a mapping" });
  assertEquals(ask($type, "bytes", { of: "x" }), { expected: "bytes" });
});

Deno.test("$type knows the words of JSON", () => {
  assertEquals(ask($type, "object", { of: {} }), undefined);
  assertEquals(ask($type, "array", { of: {} }), { expected: "a list" });
  assertEquals(ask($type, "text", { of: 1 }), { expected: "a string" });
});

Deno.test("$type.schema refuses an unknown type", () => {
  assertEquals(
    $type.schema.safeParse("float").error?.issues[0]?.message,
    "must be one of null, boolean, number, integer, string, list, mapping, bytes",
  );
});
