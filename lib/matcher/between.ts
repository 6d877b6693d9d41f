// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { article, compare } from "./compare.ts";
import { defineMatcher } from "./define.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

const schema = z.union([
  z.tuple([z.number(), z.number()]),
  z.tuple([z.string(), z.string()]),
], { error: "must be a list of two numbers or two strings" })
  .refine(([low, high]) => low <= high, {
    error: "must have the lower bound first",
  })
  .describe("the lower and the upper bound, both included");

/** `$between`: within two bounds, both included. */
export const $between: Matcher = defineMatcher({
  key: "$between",
  about: "A number, or a string in sorting order, within two bounds, both included.",
  example: "expect: { size: { $between: [1, 10] } }",
  schema,
  match: ([low, high], actual, context) => {
    const fromLow = compare(actual, low);
    const fromHigh = compare(actual, high);
    if (fromLow !== undefined && fromLow >= 0 && fromHigh !== undefined && fromHigh <= 0) {
      return undefined;
    }
    return {
      expected: `${article(low)} between ${context.show(low)} and ${context.show(high)}`,
    };
  },
});
