// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { estimateSize } from "./cache_size.ts";

Deno.test("estimateSize() counts bytes, text and the rest, keys included", () => {
  assertEquals(estimateSize(new Uint8Array(10)), 10);
  assertEquals(estimateSize("abc"), 6);
  assertEquals(estimateSize({ ab: [true, 1n] }), 4 + 8 + 8 + 2 + 2);
  assertEquals(estimateSize(new Map([["k", new Set([1])]])), 2 + 8);
});

Deno.test("estimateSize() ends where a value holds itself", () => {
  const value: { self?: unknown } = {};
  value.self = value;
  assertEquals(estimateSize(value), 8);
});
