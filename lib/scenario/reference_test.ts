// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { words } from "./fake_vocabulary.ts";
import { renderReference } from "./reference.ts";

Deno.test("renderReference() draws each word from its registry", () => {
  const text = renderReference(words);
  const lines = text.split("\n");
  const from = lines.indexOf("### send");
  assertEquals(lines.slice(from, from + 13), [
    "### send",
    "",
    "Sends something.",
    "",
    "| key | value | meaning |",
    "| --- | --- | --- |",
    "| `send` (required) | text | where to |",
    "| `count` | whole number | how \\| many |",
    "| `expect` | any | what must come |",
    "",
    "```yaml",
    "- send: here",
    "```",
  ]);
  assertEquals(lines.includes("### $odd"), true);
  assertEquals(lines.includes('| `subject` | text | where (default: `"*.echo"`) |'), true);
  assertEquals(lines.includes("- `no-responders`"), true);
});
