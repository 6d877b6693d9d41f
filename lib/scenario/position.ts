// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** From offsets to what people count: lines and columns. @module */

import type { Source } from "./types.ts";

/** A place in a text, both counted from 1; the column in code points. */
export interface Position {
  /** Line, from 1. */
  readonly line: number;
  /** Column in code points, from 1. */
  readonly column: number;
}

/** A line of a text with its place. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** The offset of its first character. */
  readonly start: number;
  /** Without the line break. */
  readonly text: string;
}

/**
 * The line and column of an offset. An offset behind the end stands for the end.
 *
 * @example
 * ```ts
 * import { position } from "./position.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(position({ path: "a.yaml", text: "a: 1\nb: 2\n" }, 8), { line: 2, column: 4 });
 * ```
 */
export function position(source: Source, offset: number): Position {
  const { number, start } = lineAt(source.text, offset);
  const before = source.text.slice(start, clamp(source.text, offset));
  return { line: number, column: [...before].length + 1 };
}

/** The line an offset stands in; its line break belongs to it. */
export function lineAt(text: string, offset: number): Line {
  const until = clamp(text, offset);
  let number = 1;
  let start = 0;
  let feed = text.indexOf("\n");
  while (feed !== -1 && feed < until) {
    number++;
    start = feed + 1;
    feed = text.indexOf("\n", start);
  }
  const end = feed === -1 ? text.length : feed;
  return { number, start, text: text.slice(start, end).replace(/\r$/, "") };
}

function clamp(text: string, offset: number): number {
  return Math.min(Math.max(offset, 0), text.length);
}
