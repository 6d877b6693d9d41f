// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { displayWidth, truncate, visible } from "./visible.ts";

Deno.test("visible() shows control characters", () => {
  assertEquals(visible("a\x1b[31mb\x07\x7f\t\r"), "a␛[31mb␇␡␉␍");
  assertEquals(visible("a\u202eb\u200bc\u0085"), "a<U+202E>b<U+200B>c<U+0085>");
  assertEquals(visible("a\ud800b"), "a\ufffdb");
});

Deno.test("visible() leaves printable text alone", () => {
  assertEquals(visible("Grüße, 世界 👩‍👩‍👧"), "Grüße, 世界 👩‍👩‍👧");
});

Deno.test("displayWidth() counts columns", () => {
  assertEquals(displayWidth("abc"), 3);
  assertEquals(displayWidth("e\u0301"), 1);
  assertEquals(displayWidth("世界"), 4);
  assertEquals(displayWidth("👩‍👩‍👧"), 2);
  assertEquals(displayWidth("✓…"), 2);
});

Deno.test("truncate() cuts to columns", () => {
  assertEquals(truncate("abcdef", 6), "abcdef");
  assertEquals(truncate("abcdef", 4), "abc…");
  assertEquals(truncate("世界世界", 5), "世界…");
  assertEquals(truncate("世界世界", 4), "世…");
  assertEquals(truncate("abc", 0), "");
});
