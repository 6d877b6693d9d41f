// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Lists of runs that are known to fail. @module */

import type { Diagnostic, Source, Span, Verdict } from "../scenario/types.ts";

/** One line of a list. */
export interface KnownFailure {
  /** A run's id; `*` stands for any text. */
  readonly pattern: string;
  /** Where it stands in the list. */
  readonly span: Span;
}

/**
 * Parses a list: an id or a pattern with `*` on each line, `#` begins a comment.
 *
 * @example
 * ```ts
 * import { parseKnownFailing } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const list = parseKnownFailing({ path: "known.txt", text: "# slow\nkv/*  # ADR-8\n" });
 * assertEquals(list.map((line) => line.pattern), ["kv/*"]);
 * ```
 */
export function parseKnownFailing(source: Source): readonly KnownFailure[] {
  let offset = 0;
  return source.text.split("\n").flatMap((line) => {
    const start = offset + line.length - line.trimStart().length;
    offset += line.length + 1;
    const pattern = line.replace(/(^|\s)#.*$/, "").trim();
    if (pattern === "") return [];
    return [{ pattern, span: { file: source.path, start, end: start + pattern.length } }];
  });
}

/** The pattern of a list that stands for a run. */
export function findKnownFailure(
  list: readonly KnownFailure[],
  id: string,
): KnownFailure | undefined {
  return list.find(({ pattern }) => matchesId(pattern, id));
}

/** An id matches a pattern: equal, where `*` stands for any text. */
export function matchesId(pattern: string, id: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(id);
}

/**
 * The lines that stand for no run: mistakes, or leftovers.
 *
 * @param suggest finds a known id that is meant, for the help
 */
export function unmatchedFailures(
  list: readonly KnownFailure[],
  ids: readonly string[],
  suggest: (word: string, ids: readonly string[]) => string | undefined,
): Diagnostic[] {
  return list
    .filter(({ pattern }) => !ids.some((id) => matchesId(pattern, id)))
    .map(({ pattern, span }) => {
      const help = suggest(pattern, ids);
      return {
        severity: "error",
        message: `"${pattern}" is listed as known to fail, but no run has this id`,
        span,
        ...(help !== undefined && { help }),
      };
    });
}

/** A verdict, in the light of the list: a listed failure is known, a listed pass is a failure. */
export function applyKnownFailure(verdict: Verdict, known: KnownFailure | undefined): Verdict {
  if (known === undefined || verdict.outcome === "skip") return verdict;
  if (verdict.outcome !== "pass") return { ...verdict, knownFailing: true };
  return {
    ...verdict,
    outcome: "fail",
    problems: [{
      outcome: "fail",
      severity: "error",
      message: "passed though listed as known to fail",
      span: known.span,
      help: "take it off the list",
    }],
  };
}
