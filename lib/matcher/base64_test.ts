// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { $base64 } from "./base64.ts";
import { ask } from "./test_context.ts";

Deno.test("$base64 holds for equal bytes and for a string's UTF-8 bytes", () => {
  assertEquals(ask($base64, "AQID", { of: new Uint8Array([1, 2, 3]) }), undefined);
  assertEquals(ask($base64, "w6Q=", { of: "ä" }), undefined);
  assertEquals(ask($base64, "", { of: "" }), undefined);
});

Deno.test("$base64 fails with the place of the first difference", () => {
  assertEquals(ask($base64, "AQID", { of: new Uint8Array([1, 9, 3]) }), {
    expected: "3 bytes AQID",
    actual: "3 bytes AQkD, different from byte 1 on",
  });
  assertEquals(ask($base64, "AQID", { of: new Uint8Array([1, 2]) }), {
    expected: "3 bytes AQID",
    actual: "2 bytes AQI=, different from byte 2 on",
  });
  assertEquals(ask($base64, "AQ==", { of: "" }), {
    expected: "1 byte AQ==",
    actual: "0 bytes, different from byte 0 on",
  });
});

Deno.test("$base64 shortens what it shows", () => {
  const failure = ask($base64, btoa("a".repeat(100)), { of: "b".repeat(100_000) });
  assertEquals(failure?.expected, `100 bytes ${"YWFh".repeat(12)}…`);
  assertEquals(failure?.actual, `100000 bytes ${"YmJi".repeat(12)}…, different from byte 0 on`);
});

Deno.test("$base64 does not take other types", () => {
  for (const  of of[1, null, undefined, [1, 2, 3]]) {
    assertEquals(ask($base64, "AQID", { of }), { expected: "3 bytes AQID" });
  }
});

Deno.test("$base64.schema refuses what is not base64", () => {
  assertEquals($base64.schema.safeParse("AQI").error?.issues[0]?.message, "must be base64");
  assertEquals($base64.schema.safeParse(7).error?.issues[0]?.message, "must be base64");
});
