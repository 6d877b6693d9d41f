// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineComparison } from "./compare.ts";
import type { Matcher } from "./types.ts";

/** `$lte`: at most a number, or not after a string. */
export const $lte: Matcher = defineComparison({
  key: "$lte",
  about: "A number that is at most the argument; or a string that does not sort after it.",
  example: "expect: { seq: { $lte: 10 } }",
  words: "of at most",
  holds: (sign) => sign <= 0,
});
