// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A source line with the columns of a span in it, ready to be drawn. @module */

import { secretRanges } from "./mask.ts";
import { lineAt } from "./position.ts";
import type { Source, Span } from "./types.ts";
import { graphemesOf, visible } from "./visible.ts";

const tabStop = 4;
/** Characters looked at on either side of a span in a very long line. */
const reach = 4000;

/** A drawn source line. */
export interface Excerpt {
  /** The line's number, from 1. */
  readonly line: number;
  /** The line as it is shown: in a window where it is too wide. */
  readonly text: string;
  /** Columns before the first caret. */
  readonly indent: number;
  /** The number of carets, at least 1. */
  readonly carets: number;
}

/** How an excerpt is drawn. */
export interface ExcerptOptions {
  /** Columns that the line may take. */
  readonly width: number;
  /** Secrets to be masked. */
  readonly mask: readonly string[];
}

/** A piece of a line: drawn as a whole, belonging to a range of the source. */
interface Cell {
  readonly text: string;
  readonly width: number;
  readonly start: number;
  readonly end: number;
}

/** Draws the first line of a span. */
export function excerpt(source: Source, span: Span, options: ExcerptOptions): Excerpt {
  const line = lineAt(source.text, span.start);
  const lineEnd = line.start + line.text.length;
  const start = Math.min(Math.max(span.start, line.start), lineEnd);
  const from = Math.max(line.start, start - reach);
  const to = Math.min(lineEnd, start + reach);
  const cells = cellsOf(source.text, { from, to }, options.mask);
  const end = Math.min(span.end, lineEnd);
  const marked = cells.filter((cell) => cell.end > start && cell.start < end);
  const indent = widthOf(cells.filter((cell) => cell.end <= start));
  return {
    line: line.number,
    ...cut(cells, {
      indent,
      carets: Math.max(1, widthOf(marked)),
      width: options.width,
      beforeCut: from > line.start,
      afterCut: to < lineEnd,
    }),
  };
}

function cellsOf(
  text: string,
  range: { readonly from: number; readonly to: number },
  secrets: readonly string[],
): readonly Cell[] {
  const cells: Cell[] = [];
  let at = range.from;
  for (const [start, end] of secretRanges(text, secrets)) {
    if (end <= range.from || start >= range.to) continue;
    pushPlain(cells, text.slice(at, Math.max(at, start)), at);
    const cell = { start: Math.max(start, range.from), end: Math.min(end, range.to) };
    cells.push({ ...cell, text: "****", width: 4 });
    at = cell.end;
  }
  pushPlain(cells, text.slice(at, range.to), at);
  return cells;
}

function pushPlain(cells: Cell[], text: string, offset: number): void {
  let column = widthOf(cells);
  for (const { text: grapheme, start, width } of graphemesOf(text)) {
    const place = { start: offset + start, end: offset + start + grapheme.length };
    const shown = grapheme === "\t" ? " ".repeat(tabStop - column % tabStop) : visible(grapheme);
    const columns = shown === grapheme ? width : shown.length;
    cells.push({ ...place, text: shown, width: columns });
    column += columns;
  }
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

interface Window {
  readonly indent: number;
  readonly carets: number;
  readonly width: number;
  /** Something stands before the first cell, or behind the last. */
  readonly beforeCut: boolean;
  readonly afterCut: boolean;
}

/** Takes the part of a line that fits, with the carets in it. */
function cut(cells: readonly Cell[], window: Window): Omit<Excerpt, "line"> {
  const { indent, carets, width } = window;
  const total = widthOf(cells);
  const fits = total <= width && !window.beforeCut && !window.afterCut;
  // The last window still has room for a caret behind the line's end.
  const rightmost = window.afterCut ? Infinity : total + 1 - width;
  // Where the span ends within the first window, the line is shown from its beginning.
  const left = fits || !window.beforeCut && indent + carets < width
    ? 0
    : Math.max(0, Math.min(indent - Math.floor(width / 3), rightmost));
  const dotsLeft = left > 0 || window.beforeCut;
  const dotsRight = !fits && (left + width < total || window.afterCut);
  const first = left + (dotsLeft ? 1 : 0);
  const last = dotsRight ? left + width - 1 : Infinity;
  let column = 0;
  let text = "";
  let textStart: number | undefined;
  let textEnd = first;
  for (const cell of cells) {
    if (column >= first && column + cell.width <= last) {
      textStart ??= column;
      text += cell.text;
      textEnd = column + cell.width;
    }
    column += cell.width;
  }
  const shift = (textStart ?? first) - (dotsLeft ? 1 : 0);
  const shownTo = Math.min(indent + carets, dotsRight ? textEnd : Infinity);
  return {
    text: `${dotsLeft ? "…" : ""}${text}${dotsRight ? "…" : ""}`,
    indent: Math.max(0, indent - shift),
    carets: Math.max(1, shownTo - indent),
  };
}
