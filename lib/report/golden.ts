// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Golden files: what a report wrote, compared exactly. @module */

import { assertEquals } from "@std/assert";

/** Compares a text with a file of `golden/`; with `UPDATE_GOLDEN=1` the file is written. */
export async function assertGolden(name: string, text: string): Promise<void> {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (Deno.env.get("UPDATE_GOLDEN") === "1") await Deno.writeTextFile(file, text);
  assertEquals(text, await Deno.readTextFile(file));
}
