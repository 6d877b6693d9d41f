// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What persistence.md promises is held by tests that there are. */

import { assert, assertEquals } from "@std/assert";
import type { ConsumeOptions } from "../lib/client/stream/mod.ts";
import { Page, words } from "./test_page.ts";

const page = new Page("persistence.md");

/** The text of a file that a row links to, and what it is to hold. */
function heldBy(cell = ""): { readonly text: string; readonly name: string } {
  const [, path, name] = /^\[[^\]]+\]\(([^)]+)\) "(.+)"$/.exec(cell) ?? [];
  assert(path !== undefined && name !== undefined, `no test is named: ${cell}`);
  return { text: Deno.readTextFileSync(new URL(path, import.meta.url)), name };
}

Deno.test("persistence.md names a test or scenario that there is for each guarantee", () => {
  const rows = page.rows("what");
  assert(rows.length > 20);
  for (const [what, , cell] of rows) {
    const { text, name } = heldBy(cell);
    // A scenario by its title, a test by its whole name.
    const found = text.includes(`"${name}"`) || text.includes(`scenario: ${name}\n`);
    assert(found, `${what}: there is no "${name}"`);
  }
});

Deno.test("persistence.md has each option of consume() once", () => {
  const options: Record<keyof ConsumeOptions, true> = {
    concurrency: true,
    maxDeliveries: true,
    backoffMs: true,
    deadLetter: true,
    graceMs: true,
    signal: true,
    onError: true,
  };
  const named = page.rows("option").flatMap(([names]) => words(names));
  assertEquals(named.toSorted(), Object.keys(options).toSorted());
});
