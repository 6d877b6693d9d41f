// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineMatcher } from "./define.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

/** An operator that compares with one bound. */
export interface Comparison extends Pick<Matcher, "key" | "about" | "example"> {
  /** Stands between the kind and the bound: `greater than`. */
  readonly words: string;
  /** Holds for the sign of `actual - bound`. */
  holds(sign: number): boolean;
}

/** The schema of a bound: a number or a string. */
export const boundSchema: z.ZodUnion<[z.ZodNumber, z.ZodString]> = z.union([
  z.number(),
  z.string(),
], { error: "must be a number or a string" });

/**
 * Compares numbers by value and strings by code unit.
 *
 * @returns `undefined` where the two are not both numbers or both strings
 */
export function compare(a: unknown, b: number | string): -1 | 0 | 1 | undefined {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  return undefined;
}

/** `a number` or `a string`, after the kind of a bound. */
export function article(bound: number | string): string {
  return `a ${typeof bound}`;
}

/** Defines a comparing operator. */
export function defineComparison(comparison: Comparison): Matcher {
  const { words, holds, ...head } = comparison;
  return defineMatcher({
    ...head,
    schema: boundSchema.describe("the bound, a number or a string"),
    match: (bound, actual, context) => {
      const sign = compare(actual, bound);
      if (sign !== undefined && holds(sign)) return undefined;
      return { expected: `${article(bound)} ${words} ${context.show(bound)}` };
    },
  });
}
