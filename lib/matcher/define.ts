// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Json, Value } from "../scenario/types.ts";
import type { MatchContext, Matcher, MatchFailure } from "./types.ts";
import type { z } from "zod";

/** A matcher without nested expectations, with its argument typed by its schema. */
export interface PlainMatcher<S extends z.ZodType<Json>>
  extends Omit<Matcher, "schema" | "operands" | "match"> {
  readonly schema: S;
  /** As {@linkcode Matcher.match}, with a checked argument. */
  match(
    argument: z.output<S>,
    actual: Value | undefined,
    context: MatchContext,
  ): MatchFailure | undefined;
}

/**
 * Defines a matcher whose argument is plain. The argument is checked once more when it is used,
 * because a variable's value may only be known then; a bad one does not hold.
 *
 * @example
 * ```ts
 * import { defineMatcher } from "./define.ts";
 * import { z } from "zod";
 *
 * export const $even = defineMatcher({
 *   key: "$even",
 *   about: "An even number, or an odd one where the argument is false.",
 *   example: "{ size: { $even: true } }",
 *   schema: z.boolean(),
 *   match: (wanted, actual) =>
 *     typeof actual === "number" && (actual % 2 === 0) === wanted
 *       ? undefined
 *       : { expected: wanted ? "an even number" : "an odd number" },
 * });
 * ```
 */
export function defineMatcher<S extends z.ZodType<Json>>(spec: PlainMatcher<S>): Matcher {
  return {
    ...spec,
    operands: "none",
    match: (argument, actual, _operands, context) => {
      const checked = spec.schema.safeParse(argument);
      if (checked.success) return spec.match(checked.data, actual, context);
      return {
        expected: `${spec.key} with an argument that is valid`,
        actual: `${context.show(argument)}: ${
          checked.error.issues.map((issue) => issue.message).join("; ")
        }`,
      };
    },
  };
}
