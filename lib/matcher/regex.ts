// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineMatcher } from "./define.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

const schema = z.string({ error: "must be a pattern, a string" })
  .superRefine((pattern, context) => {
    const compiled = compile(pattern);
    if (typeof compiled === "string") context.addIssue({ code: "custom", message: compiled });
  })
  .describe("an ECMAScript regular expression, without slashes; flags go inside: `(?i:…)`");

/** `$regex`: a string that matches a regular expression somewhere. */
export const $regex: Matcher = defineMatcher({
  key: "$regex",
  about: "A string that matches a regular expression; anchor it with ^ and $ to match all of it. " +
    "It counts code points (the `u` flag).",
  example: "expect: { message: { $regex: '^echo ' } }",
  schema,
  match: (pattern, actual) => {
    const compiled = compile(pattern);
    if (typeof compiled !== "string" && typeof actual === "string" && compiled.test(actual)) {
      return undefined;
    }
    return { expected: `a string that matches ${String(compiled)}` };
  },
});

/** The expression, or why it is none. */
function compile(pattern: string): RegExp | string {
  try {
    return new RegExp(pattern, "u");
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}
