// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { didYouMean, editDistance, suggest } from "./suggest.ts";

Deno.test("suggest() finds the nearest word", () => {
  const words = ["send", "subject", "subscribe", "expect", "expectAll", "stream.create"];
  assertEquals(suggest("sned", words), "send");
  assertEquals(suggest("exepct", words), "expect");
  assertEquals(suggest("expectall", words), "expectAll");
  assertEquals(suggest("stream.crate", words), "stream.create");
});

Deno.test("suggest() completes a beginning that only one word has", () => {
  assertEquals(suggest("pub", ["publish", "request"]), "publish");
  assertEquals(suggest("exp", ["expect", "expectAll"]), undefined);
});

Deno.test("suggest() gives nothing for a word that is far from all", () => {
  assertEquals(suggest("xyz", ["send", "expect"]), undefined);
  assertEquals(suggest("a", ["b"]), undefined);
  assertEquals(suggest("", ["b"]), undefined);
  assertEquals(suggest("send", []), undefined);
});

Deno.test("suggest() takes the first of equally near words", () => {
  assertEquals(suggest("cat", ["bat", "hat"]), "bat");
});

Deno.test("suggest() does not work on huge words", () => {
  assertEquals(suggest("a".repeat(100_000), ["a".repeat(100_001)]), undefined);
});

Deno.test("didYouMean() words the suggestion", () => {
  assertEquals(didYouMean("sned", ["send"]), 'did you mean "send"?');
  assertEquals(didYouMean("xyz", ["send"]), undefined);
});

Deno.test("editDistance() counts edits, a swap as one", () => {
  assertEquals(editDistance("", "abc"), 3);
  assertEquals(editDistance("abc", "abc"), 0);
  assertEquals(editDistance("abc", "acb"), 1);
  assertEquals(editDistance("kitten", "sitting"), 3);
});
