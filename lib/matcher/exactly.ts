// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { describe } from "./describe.ts";
import { only } from "./operand.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

/** `$exactly`: a mapping without further keys. */
export const $exactly: Matcher = {
  key: "$exactly",
  about: "As the argument, and no further keys in any mapping.",
  example: "expect: { $exactly: { message: hi } }",
  schema: z.json().describe("what must match, with further keys refused"),
  operands: "one",
  // Mappings in the operand are marked exact when it is compiled.
  match: (_argument, actual, operands, context) => {
    const operand = only(operands);
    const inner = context.match(operand, actual);
    return inner.length === 0
      ? undefined
      : { expected: `exactly ${describe(operand, context)}`, inner };
  },
};
