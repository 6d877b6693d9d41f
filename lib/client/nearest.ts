// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The name that a mistyped one was probably meant to be, whatever its case; undefined where none
 * is near.
 *
 * @example
 * ```ts
 * import { nearest } from "./nearest.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nearest("sevrers", ["name", "servers"]), "servers");
 * assertEquals(nearest("colour", ["name", "servers"]), undefined);
 * ```
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const [best] = [...known]
    .map((it) => ({ it, distance: distance(name.toLowerCase(), it.toLowerCase()) }))
    .filter(({ it, distance }) => distance <= Math.max(1, Math.floor(it.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return best?.it;
}

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
