// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Text as a terminal shows it: what is invisible made visible, and how wide it is. @module */

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

// deno-lint-ignore no-control-regex -- these are the characters to be shown
const controls = /[\u0000-\u001f\u007f]/g;
/** C1 controls, and characters that hide or turn around what stands beside them. */
const hidden = /[\u0080-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
/** Emoji, and the blocks that East Asian fonts draw two columns wide. */
const wide = new RegExp(
  "^(?:\\p{Emoji_Presentation}|.\\ufe0f|[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u4dbf" +
    "\\u4e00-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f" +
    "\\uff00-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}])",
  "u",
);

/**
 * Makes control characters visible, so that nothing in a text can move a terminal's cursor or hide
 * its neighbours: `␛` for an escape, `<U+202E>` for one that turns the direction.
 */
export function visible(text: string): string {
  return text.replace(controls, (char) => picture(char.charCodeAt(0)))
    .replace(
      hidden,
      (char) => `<U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>`,
    )
    .toWellFormed();
}

function picture(code: number): string {
  return code === 0x7f ? "␡" : String.fromCharCode(0x2400 + code);
}

/** A user-perceived character. */
export interface Grapheme {
  /** The characters it is made of. */
  readonly text: string;
  /** Its offset in the text. */
  readonly start: number;
  /** Columns it takes. */
  readonly width: number;
}

/** The user-perceived characters of a text that is {@linkcode visible}. */
export function* graphemesOf(text: string): Generator<Grapheme> {
  for (const { segment, index } of graphemes.segment(text)) {
    yield { text: segment, start: index, width: widthOf(segment) };
  }
}

function widthOf(grapheme: string): number {
  if (grapheme.length === 1 && grapheme < "\u0300") return 1;
  if (zeroWidth.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const grapheme of graphemesOf(text)) width += grapheme.width;
  return width;
}

/** Cuts a text to a number of columns, with `…` in the last where something is missing. */
export function truncate(text: string, columns: number): string {
  let cut = "";
  let width = 0;
  for (const grapheme of graphemesOf(text)) {
    if (width + grapheme.width > columns) return columns < 1 ? "" : `${shorten(cut, columns - 1)}…`;
    cut += grapheme.text;
    width += grapheme.width;
  }
  return text;
}

function shorten(text: string, columns: number): string {
  let cut = "";
  let width = 0;
  for (const grapheme of graphemesOf(text)) {
    width += grapheme.width;
    if (width > columns) break;
    cut += grapheme.text;
  }
  return cut;
}
