// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineComparison } from "./compare.ts";
import type { Matcher } from "./types.ts";

/** `$lt`: less than a number, or before a string. */
export const $lt: Matcher = defineComparison({
  key: "$lt",
  about: "A number less than the argument; or a string that sorts before it.",
  example: "expect: { seq: { $lt: 10 } }",
  words: "less than",
  holds: (sign) => sign < 0,
});
