// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { defineMatcher } from "./define.ts";
import { isOfType, typeAliases, valueTypes } from "./kind.ts";
import type { Matcher } from "./types.ts";
import { z } from "zod";

const aliases = ["object", "array", "text"] as const;

function isAlias(name: string): name is keyof typeof typeAliases {
  return name in typeAliases;
}

/** `$type`: a value of a type. */
export const $type: Matcher = defineMatcher({
  key: "$type",
  about: `A value of a type: ${valueTypes.join(", ")}. An integer is a number as well.`,
  example: "expect: { seq: { $type: integer } }",
  schema: z.enum([...valueTypes, ...aliases], {
    error: `must be one of ${valueTypes.join(", ")}`,
  }).describe("the name of the type; `object`, `array` and `text` are other names"),
  match: (name, actual) => {
    const type = isAlias(name) ? typeAliases[name] : name;
    return isOfType(actual, type)
      ? undefined
      : { expected: type === "null" || type === "bytes" ? type : `${article(type)} ${type}` };
  },
});

function article(noun: string): "a" | "an" {
  return noun.startsWith("i") ? "an" : "a";
}
