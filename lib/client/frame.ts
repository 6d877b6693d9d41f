// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Writing protocol lines into bytes, without a text in between. @module */

const encoder = new TextEncoder();
/** Longer texts are quicker with the encoder than letter by letter. */
const shortText = 128;

/** The most bytes a text takes as UTF-8. */
export function maxBytes(text: string): number {
  return text.length * 3;
}

/** Writes a text as UTF-8; gives the position behind it. */
export function putText(target: Uint8Array, at: number, text: string): number {
  const { length } = text;
  if (length > shortText) return at + encoder.encodeInto(text, target.subarray(at)).written;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return at + encoder.encodeInto(text, target.subarray(at)).written;
    target[at + i] = code;
  }
  return at + length;
}

/** Writes a whole number in decimal digits; gives the position behind it. */
export function putNumber(target: Uint8Array, at: number, value: number): number {
  let digits = 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++;
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    target[i] = 48 + rest % 10;
    rest = Math.floor(rest / 10);
  }
  return at + digits;
}

/** Writes the end of a line; gives the position behind it. */
export function putLineEnd(target: Uint8Array, at: number): number {
  target[at] = 13;
  target[at + 1] = 10;
  return at + 2;
}
