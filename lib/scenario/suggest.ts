// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Finding the word that was meant. @module */

/** Words longer than this are not looked at: nobody mistypes them. */
const longest = 80;

/**
 * The candidate that a mistyped word most likely stands for: one that differs in case only, the
 * nearest by edits (at most one in three letters), or the only one that starts so.
 *
 * @example
 * ```ts
 * import { suggest } from "./suggest.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(suggest("sned", ["send", "subject"]), "send");
 * assertEquals(suggest("xyz", ["send", "subject"]), undefined);
 * ```
 *
 * @returns `undefined` where none is near
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word === "" || word.length > longest) return undefined;
  const folded = word.toLowerCase();
  const known = [...candidates].filter((candidate) => candidate !== word);
  const reach = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = reach + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(folded, candidate.toLowerCase());
    // A word of which nothing is left is not a mistyped one.
    if (distance < least && distance < Math.min(word.length, candidate.length)) {
      best = candidate;
      least = distance;
    }
  }
  if (best !== undefined || word.length < 3) return best;
  const beginnings = known.filter((candidate) => candidate.toLowerCase().startsWith(folded));
  return beginnings.length === 1 ? beginnings[0] : undefined;
}

/**
 * The help line of a diagnostic: `did you mean "send"?`.
 *
 * @returns `undefined` where no candidate is near
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = suggest(word, candidates);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** Insertions, deletions, replacements and swaps of neighbours from one word to the other. */
export function editDistance(from: string, to: string): number {
  const width = to.length + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: width }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column < width; column++) {
      const same = from[row - 1] === to[column - 1];
      let distance = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        distance = Math.min(distance, at(beforeLast, column - 2) + 1);
      }
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

/** A cell of the table; outside it nothing is reachable. */
function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
