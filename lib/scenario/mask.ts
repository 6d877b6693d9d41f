// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Keeping secrets out of what people see. @module */

import type { Source } from "./types.ts";

const mask = "****";
/** Shorter lines of a secret with several lines say nothing, and stand elsewhere as well. */
const shortestLine = 8;

/** Where secrets stand in a text: half-open, ordered, apart from each other. */
export function secretRanges(
  text: string,
  secrets: readonly string[],
): readonly (readonly [start: number, end: number])[] {
  const found = forms(secrets).flatMap((form) => occurrences(text, form))
    .sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [start, end] of found) {
    const last = merged.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/**
 * Replaces every secret in a text by `****`: as it is, as JSON or a URL writes it, and each longer
 * line of one that has several.
 *
 * @example
 * ```ts
 * import { maskText } from "@natsrig/natsrig/scenario";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(maskText("user a, password s3cret", ["s3cret"]), "user a, password ****");
 * ```
 */
export function maskText(text: string, secrets: readonly string[]): string {
  return replaceRanges(text, secrets, () => mask);
}

/** Overwrites secrets in a source by asterisks, so that all positions stay what they are. */
export function maskSource(source: Source, secrets: readonly string[]): Source {
  const stars = (secret: string): string => secret.replaceAll(/[^\r\n]/g, "*");
  return { ...source, text: replaceRanges(source.text, secrets, stars) };
}

function replaceRanges(
  text: string,
  secrets: readonly string[],
  replace: (secret: string) => string,
): string {
  let masked = "";
  let done = 0;
  for (const [start, end] of secretRanges(text, secrets)) {
    masked += text.slice(done, start) + replace(text.slice(start, end));
    done = end;
  }
  return masked + text.slice(done);
}

/** The ways a secret may be written. */
function forms(secrets: readonly string[]): readonly string[] {
  const written = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    ...secret.split(/\r?\n/).map((line) => line.trim()).filter((line) =>
      line.length >= shortestLine
    ),
  ]);
  return [...new Set(written)].filter((form) => form !== "");
}

function occurrences(text: string, form: string): [number, number][] {
  const found: [number, number][] = [];
  let start = text.indexOf(form);
  while (start !== -1) {
    found.push([start, start + form.length]);
    start = text.indexOf(form, start + form.length);
  }
  return found;
}
