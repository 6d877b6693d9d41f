// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { bytes, fakeContext, keyEntry } from "./fake_context.ts";
import { decodeStored, entryItem, revisionWritten, subjectOfKey } from "./key_entry.ts";

Deno.test("subjectOfKey() is the subject the server stores the key under", () => {
  assertEquals(subjectOfKey("config", "colour.text"), "$KV.config.colour.text");
});

Deno.test("decodeStored() decodes by the type declared for the subject", () => {
  const context = fakeContext({ json: ["$KV.config.theme"] });
  assertEquals(decodeStored("$KV.config.theme", bytes("[1]"), context), {
    value: [1],
    subject: "$KV.config.theme",
    size: 3,
  });
  assertEquals(context.decoded, ["send $KV.config.theme"]);
});

Deno.test("entryItem() gives a text as it is", () => {
  assertEquals(entryItem("config", keyEntry("theme", "dark", { revision: 3 }), fakeContext()), {
    value: { key: "theme", value: "dark", revision: 3, operation: "PUT" },
    size: 4,
  });
});

Deno.test("entryItem() reads what was written as a mapping or a list", () => {
  const context = fakeContext();
  for (
    const [text, value] of [
      ['{"a":1}', { a: 1 }],
      ["[1,2]", [1, 2]],
      ["[draft] dark", "[draft] dark"],
      ["12", "12"],
      ["", ""],
    ] as const
  ) {
    assertEquals(entryItem("config", keyEntry("theme", text), context).value, {
      key: "theme",
      value,
      revision: 1,
      operation: "PUT",
    });
  }
});

Deno.test("entryItem() decodes by the type declared for the key", () => {
  const context = fakeContext({ json: ["$KV.config.size"] });
  assertEquals(entryItem("config", keyEntry("size", "12"), context).value, {
    key: "size",
    value: 12,
    revision: 1,
    operation: "PUT",
  });
});

Deno.test("entryItem() leaves a declared text alone", () => {
  const context = { ...fakeContext(), decode: () => ({ value: '{"a":1}' }) };
  assertEquals(entryItem("config", keyEntry("theme", '{"a":1}'), context).value, {
    key: "theme",
    value: '{"a":1}',
    revision: 1,
    operation: "PUT",
  });
});

Deno.test("entryItem() gives bytes as base64", () => {
  const context = {
    ...fakeContext(),
    decode: () => ({ value: Uint8Array.of(0xff, 0x00), untyped: true }),
  };
  assertEquals(entryItem("config", keyEntry("theme", "\uffff"), context).value, {
    key: "theme",
    value: "/wA=",
    revision: 1,
    operation: "PUT",
  });
});

Deno.test("entryItem() says that a payload is not of its type", () => {
  const context = { ...fakeContext(), decode: () => ({ value: "{", undecodable: "not JSON" }) };
  assertEquals(entryItem("config", keyEntry("theme", "{"), context), {
    value: { key: "theme", value: "{", revision: 1, operation: "PUT" },
    size: 1,
    undecodable: "not JSON",
  });
});

Deno.test("entryItem() has no value for a marker", () => {
  const context = fakeContext();
  for (const operation of ["DEL", "PURGE"] as const) {
    const entry = keyEntry("theme", "", { revision: 2, operation });
    assertEquals(entryItem("config", entry, context), {
      value: { key: "theme", value: null, revision: 2, operation },
    });
  }
  assertEquals(context.decoded, []);
});

Deno.test("revisionWritten() gives one item", () => {
  assertEquals(revisionWritten(4), { items: [{ value: { revision: 4 } }] });
});
