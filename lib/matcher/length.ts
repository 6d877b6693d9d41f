// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Value } from "../scenario/types.ts";
import { isBytes, isList, isMapping } from "./kind.ts";
import { only } from "./operand.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

/** `$length`: how long a value is. */
export const $length: Matcher = {
  key: "$length",
  about: "How long a value is: code points of a string, items of a list, keys of a mapping, " +
    "bytes. The argument is a number or an expectation of one.",
  example: "expect: { items: { $length: { $gt: 3 } } }",
  schema: z.union([z.int().min(0), z.record(z.string(), z.json())], {
    error: "must be a whole number from 0, or an operator such as { $gt: 3 }",
  }).describe("the length, or what it must match"),
  operands: "one",
  match: (_argument, actual, operands, context) => {
    const length = lengthOf(actual);
    if (length === undefined) {
      return { expected: "something with a length (a string, list, mapping or bytes)" };
    }
    const mismatches = context.match(only(operands), length);
    if (mismatches.length === 0) return undefined;
    return {
      expected: `length ${mismatches.map((mismatch) => mismatch.expected).join(" and ")}`,
      actual: `length ${length} of ${context.show(actual)}`,
    };
  },
};

function lengthOf(value: Value | undefined): number | undefined {
  if (typeof value === "string") return [...value].length;
  if (isList(value) || isBytes(value)) return value.length;
  return isMapping(value) ? Object.keys(value).length : undefined;
}
