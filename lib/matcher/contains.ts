// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Expectation, Value } from "../scenario/types.ts";
import { describe } from "./describe.ts";
import { isList } from "./kind.ts";
import { only } from "./operand.ts";
import type { MatchContext, Matcher } from "./types.ts";
import { z } from "zod";

/** `$contains`: a string with another in it, or a list with an item that matches. */
export const $contains: Matcher = {
  key: "$contains",
  about: "A string that has the argument in it; or a list with at least one item that matches it.",
  example: "expect: { tags: { $contains: core } }",
  schema: z.json().describe("the part, or what an item must match"),
  operands: "one",
  match: (_argument, actual, operands, context) => {
    const operand = only(operands);
    if (holds(operand, actual, context)) return undefined;
    const words = describe(operand, context);
    if (isList(actual)) return { expected: `a list with an item ${words}` };
    return {
      expected: text(operand) === undefined
        ? `a list with an item ${words}`
        : `a string or list that contains ${words}`,
    };
  },
};

function holds(operand: Expectation, actual: Value | undefined, context: MatchContext): boolean {
  if (isList(actual)) return actual.some((item) => context.match(operand, item).length === 0);
  const part = text(operand);
  return typeof actual === "string" && part !== undefined && actual.includes(part);
}

function text(operand: Expectation): string | undefined {
  return operand.kind === "equal" && typeof operand.value === "string" ? operand.value : undefined;
}
