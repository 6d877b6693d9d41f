// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Value } from "../scenario/types.ts";
import { defineMatcher } from "./define.ts";
import { isBytes } from "./kind.ts";
import type { Matcher, MatchFailure } from "./types.ts";
import { z } from "zod";

const shown = 48;

/** `$base64`: exactly these bytes. */
export const $base64: Matcher = defineMatcher({
  key: "$base64",
  about: "Exactly these bytes; of a string its UTF-8 bytes.",
  example: "expect: { $base64: aGVsbG8= }",
  schema: z.base64({ error: "must be base64" }).describe("the bytes in base64, with padding"),
  match: (argument, actual): MatchFailure | undefined => {
    const expected = decode(argument);
    const bytes = bytesOf(actual);
    if (bytes === undefined) return { expected: describe(expected, argument) };
    const at = firstDifference(expected, bytes);
    if (at === undefined) return undefined;
    return {
      expected: describe(expected, argument),
      actual: `${describe(bytes, encode(bytes))}, different from byte ${at} on`,
    };
  },
});

function bytesOf(value: Value | undefined): Uint8Array | undefined {
  if (typeof value === "string") return new TextEncoder().encode(value);
  return isBytes(value) ? value : undefined;
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** The base64 text of as many bytes as are shown. */
function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes.subarray(0, shown)));
}

function describe(bytes: Uint8Array, base64: string): string {
  const count = `${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}`;
  if (bytes.length === 0) return count;
  return `${count} ${base64.length > shown ? `${base64.slice(0, shown)}…` : base64}`;
}

function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return i;
  }
  return undefined;
}
