// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the matchers' tests share: expectations in short, and a context that matches them. @module */

import type { Expectation, Json, Mismatch, Value } from "../scenario/types.ts";
import { matchers } from "./mod.ts";
import type { MatchContext, Matcher, MatchFailure } from "./types.ts";

const span = { file: "test.yaml", start: 0, end: 0 };

/** An expectation of a plain value: a mapping or a list is matched part by part. */
export function plain(value: Json): Expectation {
  if (Array.isArray(value)) return { kind: "list", items: value.map(plain), span };
  if (typeof value !== "object" || value === null) return { kind: "equal", value, span };
  const entries = Object.entries(value).map(([key, part]) => ({ key, expected: plain(part) }));
  return { kind: "map", entries, exact: false, span };
}

/** An expectation by one operator. */
export function operator(
  key: string,
  argument: Json,
  operands: readonly Expectation[] = [],
): Expectation {
  return { kind: "operator", operator: key, argument, operands, span };
}

/** Asks a matcher, its operands taken from the argument where none are given. */
export function ask(
  matcher: Matcher,
  argument: Json,
  options: { readonly of: Value | undefined; readonly operands?: readonly Expectation[] },
): MatchFailure | undefined {
  const operands = options.operands ?? operandsOf(matcher, argument);
  return matcher.match(argument, options.of, operands, testContext);
}

function operandsOf(matcher: Matcher, argument: Json): readonly Expectation[] {
  if (matcher.operands === "none") return [];
  return matcher.operands === "one" || !Array.isArray(argument)
    ? [plain(argument)]
    : argument.map(plain);
}

/** Matches strictly, with further keys allowed in mappings that are not exact. */
export const testContext: MatchContext = {
  match: (expectation, actual) => match(expectation, actual, "$"),
  show: (actual) =>
    actual === undefined
      ? "nothing"
      : actual instanceof Uint8Array
      ? `${actual.length} bytes`
      : JSON.stringify(actual),
};

function match(
  expectation: Expectation,
  actual: Value | undefined,
  path: string,
): readonly Mismatch[] {
  const mismatch = (expected: string): Mismatch[] => [
    { path, expected, actual: testContext.show(actual), span },
  ];
  switch (expectation.kind) {
    case "equal":
      return expectation.value === actual ? [] : mismatch(testContext.show(expectation.value));
    case "map": {
      if (typeof actual !== "object" || actual === null || Array.isArray(actual)) {
        return mismatch("a mapping");
      }
      const values = new Map<string, Value>(Object.entries(actual));
      const wanted = expectation.entries.map((entry) => entry.key);
      const further = [...values.keys()].filter((key) => !wanted.includes(key));
      return [
        ...expectation.entries.flatMap((entry) =>
          match(entry.expected, values.get(entry.key), `${path}.${entry.key}`)
        ),
        ...expectation.exact ? further.flatMap((key) => mismatch(`no key "${key}"`)) : [],
      ];
    }
    case "list":
      return Array.isArray(actual) && actual.length === expectation.items.length
        ? expectation.items.flatMap((item, i) => match(item, actual[i], `${path}[${i}]`))
        : mismatch(`a list of ${expectation.items.length}`);
    case "operator": {
      const matcher = new Map<string, Matcher>(Object.entries(matchers)).get(expectation.operator);
      if (matcher === undefined) throw new Error(`no operator ${expectation.operator}`);
      const { argument, operands } = expectation;
      const failure = matcher.match(argument, actual, operands, testContext);
      return failure === undefined ? [] : failure.inner ?? mismatch(failure.expected);
    }
    case "all":
      return expectation.parts.flatMap((part) => match(part, actual, path));
    case "variable":
      throw new Error(`variable ${expectation.text} has no value`);
  }
}
