// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineMatcher } from "./define.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

/** `$startsWith`: a string that begins with another. */
export const $startsWith: Matcher = defineMatcher({
  key: "$startsWith",
  about: "A string that begins with the argument.",
  example: "expect: { message: { $startsWith: 'echo ' } }",
  schema: z.string({ error: "must be a string" }).min(1, { error: "must not be empty" })
    .describe("the beginning"),
  match: (start, actual, context) =>
    typeof actual === "string" && actual.startsWith(start)
      ? undefined
      : { expected: `a string that starts with ${context.show(start)}` },
});
