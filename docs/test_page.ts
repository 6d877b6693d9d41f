// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A page of the docs as data, for the tests that hold it. @module */

import { assert } from "@std/assert";

/** A row of a table: its cells. */
export type Row = readonly string[];

/** The tables of a page, each by the name of its first column. */
export class Page {
  readonly #tables: readonly (readonly Row[])[];

  /** Reads a page of this folder: `client.md`. */
  constructor(name: string) {
    const text = Deno.readTextFileSync(new URL(name, import.meta.url));
    this.#tables = text.split(/\n\s*\n/)
      .filter((block) => block.startsWith("|"))
      .map((block) =>
        block.split("\n").map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()))
      );
  }

  /** The rows of the table whose first column has a name. */
  rows(head: string): readonly Row[] {
    const table = this.#tables.find(([first]) => first?.[0] === head);
    assert(table !== undefined, `no table of ${head}`);
    return table.slice(2);
  }
}

/** What stands in backticks. */
export function words(cell = ""): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}
