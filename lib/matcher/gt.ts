// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineComparison } from "./compare.ts";
import type { Matcher } from "./types.ts";

/** `$gt`: greater than a number, or after a string. */
export const $gt: Matcher = defineComparison({
  key: "$gt",
  about: "A number greater than the argument; or a string that sorts after it.",
  example: "expect: { seq: { $gt: 3 } }",
  words: "greater than",
  holds: (sign) => sign > 0,
});
