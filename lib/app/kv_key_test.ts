// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertNotEquals } from "@std/assert";
import { toKvKey } from "./kv_key.ts";

Deno.test("toKvKey() keeps plain words, and escapes the rest", async () => {
  assertEquals(await toKvKey("orders/1-a_B"), "orders/1-a_B");
  assertEquals(await toKvKey("echo hi.=*>"), "echo=20hi=2e=3d=2a=3e");
  assertEquals(await toKvKey("é"), "=c3=a9");
  assertEquals(await toKvKey(""), "=");
});

Deno.test("toKvKey() tells texts apart that look alike", async () => {
  assertNotEquals(await toKvKey("a.b"), await toKvKey("a=2eb"));
  assertNotEquals(await toKvKey("\r\n"), await toKvKey(" "));
});

Deno.test("toKvKey() takes the digest of what is too long for a subject", async () => {
  const keys = [await toKvKey("a".repeat(5000)), await toKvKey(`${"a".repeat(4999)}b`)];
  assertEquals(keys.map((key) => key?.length), [72, 72]);
  assertNotEquals(keys[0], keys[1]);
});
