// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The seam of the operators an expectation can use. @module */

import type { Expectation, Json, Mismatch, Value } from "../scenario/types.ts";
import type * as z from "zod";

/** A zod schema. */
// An alias of a namespace import: what `deno doc --lint` takes for a public type.
export type Schema = z.ZodType;

/** What the check stage lends a matcher that has nested expectations. */
export interface MatchContext {
  /** Matches a nested expectation against a value. */
  match(expectation: Expectation, actual: Value | undefined): readonly Mismatch[];
  /** Writes a value as a failure message shows it, bounded in length. */
  show(actual: Value | undefined): string;
}

/** A question about what was observed: one operator, such as `$regex`. */
export interface Matcher {
  /** The operator's key, with its dollar sign. */
  readonly key: `$${string}`;
  /** One sentence for the reference. */
  readonly about: string;
  /** A line of YAML that shows it. */
  readonly example: string;
  /**
   * The argument's schema. For an operator with nested expectations it checks the outer shape
   * only.
   */
  readonly schema: Schema;
  /**
   * `none`: the argument is plain. `one`: the argument is an expectation. `list`: the argument is
   * a list of expectations. They arrive as `operands`.
   */
  readonly operands: "none" | "one" | "list";
  /**
   * Holds or not. `undefined` stands for a missing value. On failure the words of what was
   * expected: `a string that matches /^a/`.
   *
   * @returns `undefined` where it holds
   */
  match(
    argument: Json,
    actual: Value | undefined,
    operands: readonly Expectation[],
    context: MatchContext,
  ): MatchFailure | undefined;
}

/** A matcher's answer where it does not hold. */
export interface MatchFailure {
  /** What was asked for, in words: `a string that matches /^a/`. */
  readonly expected: string;
  /** Absent: the value as it is shown by default. */
  readonly actual?: string;
  /** More exact mismatches inside the value; then these are reported in its stead. */
  readonly inner?: readonly Mismatch[];
}
