// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Expectation } from "../scenario/types.ts";
import type { MatchContext } from "./types.ts";

const limit = 200;

/** Writes a nested expectation as a failure message names it: `3`, `{ $gt: 3 }`. */
export function describe(expectation: Expectation, context: MatchContext): string {
  const text = write(expectation, context);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

function write(expectation: Expectation, context: MatchContext): string {
  switch (expectation.kind) {
    case "equal":
      return context.show(expectation.value);
    case "variable":
      return expectation.text;
    case "map": {
      const entries = expectation.entries.map((entry) =>
        `${entry.key}: ${write(entry.expected, context)}`
      );
      return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
    }
    case "list":
      return `[${expectation.items.map((item) => write(item, context)).join(", ")}]`;
    case "operator":
      return `{ ${operator(expectation, context)} }`;
    case "all":
      return `{ ${expectation.parts.map((part) => inner(part, context)).join(", ")} }`;
  }
}

function inner(part: Expectation, context: MatchContext): string {
  return part.kind === "operator" ? operator(part, context) : write(part, context);
}

function operator(
  expectation: Extract<Expectation, { kind: "operator" }>,
  context: MatchContext,
): string {
  const [only, ...others] = expectation.operands;
  if (only === undefined) return `${expectation.operator}: ${context.show(expectation.argument)}`;
  // One operand and a list: the list is the operator's own, unless the operand is that list.
  const several = others.length > 0 ||
    Array.isArray(expectation.argument) && only.kind !== "list";
  const words = expectation.operands.map((operand) => write(operand, context)).join(", ");
  return `${expectation.operator}: ${several ? `[${words}]` : words}`;
}
