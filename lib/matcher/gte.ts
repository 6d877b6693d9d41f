// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineComparison } from "./compare.ts";
import type { Matcher } from "./types.ts";

/** `$gte`: at least a number, or not before a string. */
export const $gte: Matcher = defineComparison({
  key: "$gte",
  about: "A number that is at least the argument; or a string that does not sort before it.",
  example: "expect: { seq: { $gte: 3 } }",
  words: "of at least",
  holds: (sign) => sign >= 0,
});
