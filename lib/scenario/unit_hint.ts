// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What was probably meant by a duration or a size that is none. @module */

import { durationPattern, sizePattern } from "./unit.ts";
import type { Json } from "./types.ts";

const durationWords: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msecs?|millis|milliseconds?)$/i, "ms"],
  [/^(s|secs?|seconds?)$/i, "s"],
  [/^(m|mins?|minutes?)$/i, "m"],
  [/^(h|hrs?|hours?)$/i, "h"],
];

/**
 * What to write for a value that is no duration.
 *
 * @example
 * ```ts
 * import { durationHint } from "./unit_hint.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(durationHint("5 sec"), "write `5s`");
 * assertEquals(durationHint(500), "a number needs its unit: `500ms` or `500s`");
 * ```
 *
 * @returns `undefined` where that cannot be told
 */
export function durationHint(value: Json): string | undefined {
  if (typeof value === "number" && value >= 0) {
    return `a number needs its unit: \`${value}ms\` or \`${value}s\``;
  }
  if (typeof value !== "string") return undefined;
  const [, digits, word = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(value) ?? [];
  const unit = durationWords.find(([pattern]) => pattern.test(word))?.[1];
  if (digits !== undefined && unit !== undefined) return `write \`${digits}${unit}\``;
  const ends = value.split("..");
  return ends.length === 2 && ends.every((end) => durationPattern.test(end))
    ? `a range goes with \`took: ${value}\``
    : undefined;
}

/**
 * What to write for a value that is no range of durations.
 *
 * @returns `undefined` where that cannot be told
 */
export function rangeHint(value: Json): string | undefined {
  return typeof value === "string" && durationPattern.test(value)
    ? `\`within: ${value}\` is a bound above, \`after: ${value}\` one below`
    : undefined;
}

/**
 * What to write for a value that is no size.
 *
 * @example
 * ```ts
 * import { sizeHint } from "./unit_hint.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sizeHint("64 kB"), "write `64KiB`: units are of 1024");
 * assertEquals(sizeHint(64), "a number needs its unit: `64B` or `64KiB`");
 * ```
 *
 * @returns `undefined` where that cannot be told
 */
export function sizeHint(value: Json): string | undefined {
  if (typeof value === "number" && value >= 0) {
    return `a number needs its unit: \`${value}B\` or \`${value}KiB\``;
  }
  if (typeof value !== "string" || sizePattern.test(value)) return undefined;
  const [, digits, letter] = /^(\d+(?:\.\d+)?)\s*([kmg])i?b?$/i.exec(value) ?? [];
  if (digits !== undefined && letter !== undefined) {
    return `write \`${digits}${letter.toUpperCase()}iB\`: units are of 1024`;
  }
  const bytes = /^(\d+)\s*(b|bytes?)?$/i.exec(value)?.[1];
  return bytes === undefined ? undefined : `write \`${bytes}B\``;
}
