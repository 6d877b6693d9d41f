// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { describe } from "./describe.ts";
import { only } from "./operand.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

/** `$not`: anything that does not match, also a missing value. */
export const $not: Matcher = {
  key: "$not",
  about: "Anything that does not match the argument; a missing value as well.",
  example: "expect: { state: { $not: closed } }",
  schema: z.json().describe("what must not match"),
  operands: "one",
  match: (_argument, actual, operands, context) => {
    const operand = only(operands);
    return context.match(operand, actual).length > 0
      ? undefined
      : { expected: `anything but ${describe(operand, context)}` };
  },
};
