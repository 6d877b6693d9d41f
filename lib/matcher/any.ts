// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineMatcher } from "./define.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

/** `$any`: whatever it is, as long as it is there. */
export const $any: Matcher = defineMatcher({
  key: "$any",
  about: "Any value, also null, as long as there is one. `{ $not: { $any: true } }`: none at all.",
  example: "expect: { id: { $any: true } }",
  schema: z.literal(true, { error: "must be true" }).describe("always `true`"),
  match: (_argument, actual) => actual === undefined ? { expected: "any value" } : undefined,
});
