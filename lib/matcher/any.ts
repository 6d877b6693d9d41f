// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineMatcher } from "./define.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

const rule = "must be true, or nothing";

/** `$any`: whatever it is, as long as it is there. */
export const $any: Matcher = defineMatcher({
  key: "$any",
  about: "Any value, also null, as long as there is one. It may stand alone, without a mapping. " +
    "`{ $not: $any }`: none at all.",
  example: "expect: { id: $any, at: { $any: true } }",
  schema: z.union([z.literal(true), z.null(), z.strictObject({}, { error: rule })], {
    error: rule,
  }).describe("`true`, or nothing"),
  match: (_argument, actual) => actual === undefined ? { expected: "any value" } : undefined,
});
