// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { describe } from "./describe.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

/** `$oneOf`: matches at least one of several. */
export const $oneOf: Matcher = {
  key: "$oneOf",
  about: "Matches at least one item of the argument.",
  example: "expect: { state: { $oneOf: [open, closed] } }",
  schema: z.array(z.json(), { error: "must be a list" }).min(1, { error: "must not be empty" })
    .describe("what may match"),
  operands: "list",
  match: (_argument, actual, operands, context) =>
    operands.some((operand) => context.match(operand, actual).length === 0) ? undefined : {
      expected: `one of ${operands.map((operand) => describe(operand, context)).join(", ")}`,
    },
};
