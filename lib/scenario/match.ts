// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Matching values against expectations. @module */

import type { MatchContext, Matcher } from "../matcher/types.ts";
import { isJsonList, isJsonObject } from "./node.ts";
import type { Expectation, Item, Json, Mismatch, Value } from "./types.ts";

/** The operators that expectations may use. */
export type Matchers = ReadonlyMap<string, Matcher>;

/**
 * Matches a value; every mismatch is given. Scalars match exactly and strictly, mappings by the
 * keys they name, lists item by item.
 */
export function matchValue(
  expectation: Expectation,
  actual: Value | undefined,
  matchers: Matchers,
): readonly Mismatch[] {
  return match({ matchers, path: "$" }, expectation, actual);
}

/**
 * Matches an item's value. A payload without a declared type is text; where a mapping or list is
 * expected it is read as JSON.
 */
export function matchItem(
  expectation: Expectation,
  item: Item | undefined,
  matchers: Matchers,
): readonly Mismatch[] {
  if (item?.undecodable !== undefined) {
    return [{
      path: "$",
      expected: "a payload of its declared type",
      actual: `${showValue(item.value)} (${item.undecodable})`,
      span: expectation.span,
    }];
  }
  const value = item?.untyped === true && wantsStructure(expectation)
    ? readJson(item.value)
    : item?.value;
  return matchValue(expectation, value, matchers);
}

/** Whether an expectation asks for a mapping or list. */
function wantsStructure(expectation: Expectation): boolean {
  switch (expectation.kind) {
    case "map":
    case "list":
      return true;
    case "equal":
      return typeof expectation.value === "object" && expectation.value !== null;
    case "all":
      return expectation.parts.some(wantsStructure);
    case "operator":
      return expectation.operands.some(wantsStructure) ||
        (expectation.operator === "$type" &&
          (expectation.argument === "mapping" || expectation.argument === "list"));
    case "variable":
      return false;
  }
}

/** JSON of a text; the text itself where it is none. */
export function readJson(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    const parsed: Json = JSON.parse(value);
    return parsed;
  } catch {
    // Not JSON: it is matched as the text it is, and the mismatch shows it.
    return value;
  }
}

interface Place {
  readonly matchers: Matchers;
  readonly path: string;
}

function match(
  place: Place,
  expectation: Expectation,
  actual: Value | undefined,
): readonly Mismatch[] {
  switch (expectation.kind) {
    case "equal":
      return sameValue(expectation.value, actual)
        ? []
        : [mismatch(place, expectation, showValue(expectation.value), showValue(actual))];
    case "map":
      return matchMap(place, expectation, actual);
    case "list":
      return matchList(place, expectation, actual);
    case "all":
      return expectation.parts.flatMap((part) => match(place, part, actual));
    case "operator":
      return matchOperator(place, expectation, actual);
    case "variable":
      return [mismatch(place, expectation, `the value of ${expectation.text}`, "no such value")];
  }
}

function mismatch(
  place: Place,
  expectation: Expectation,
  expected: string,
  actual: string,
): Mismatch {
  return { path: place.path, expected, actual, span: expectation.span };
}

function matchMap(
  place: Place,
  expectation: Extract<Expectation, { kind: "map" }>,
  actual: Value | undefined,
): readonly Mismatch[] {
  if (!isJsonObject(actual)) {
    return [mismatch(place, expectation, "a mapping", showValue(actual))];
  }
  const wanted = expectation.entries.flatMap((entry) =>
    match(
      { ...place, path: `${place.path}.${entry.key}` },
      entry.expected,
      Object.hasOwn(actual, entry.key) ? actual[entry.key] : undefined,
    )
  );
  if (!expectation.exact) return wanted;
  const known = new Set(expectation.entries.map((entry) => entry.key));
  const further = Object.keys(actual).filter((key) => !known.has(key));
  return further.length === 0
    ? wanted
    : [...wanted, mismatch(place, expectation, "no further keys", `also ${further.join(", ")}`)];
}

function matchList(
  place: Place,
  expectation: Extract<Expectation, { kind: "list" }>,
  actual: Value | undefined,
): readonly Mismatch[] {
  if (!isJsonList(actual)) return [mismatch(place, expectation, "a list", showValue(actual))];
  const items = expectation.items.flatMap((item, index) =>
    match({ ...place, path: `${place.path}[${index}]` }, item, actual[index])
  );
  const surplus = actual.length - expectation.items.length;
  return surplus <= 0 ? items : [
    ...items,
    mismatch(
      place,
      expectation,
      count(expectation.items.length, "item"),
      count(actual.length, "item"),
    ),
  ];
}

function matchOperator(
  place: Place,
  expectation: Extract<Expectation, { kind: "operator" }>,
  actual: Value | undefined,
): readonly Mismatch[] {
  const matcher = place.matchers.get(expectation.operator);
  if (matcher === undefined) throw new TypeError(`no matcher for ${expectation.operator}`);
  const checked = matcher.schema.safeParse(expectation.argument);
  if (!checked.success) {
    const issue = checked.error.issues[0]?.message ?? "wrong argument";
    return [mismatch(place, expectation, `${expectation.operator} with a valid argument`, issue)];
  }
  const context: MatchContext = {
    match: (operand, value) => match(place, operand, value),
    show: showValue,
  };
  const failure = matcher.match(expectation.argument, actual, expectation.operands, context);
  if (failure === undefined) return [];
  if (failure.inner !== undefined && failure.inner.length > 0) return failure.inner;
  return [mismatch(place, expectation, failure.expected, failure.actual ?? showValue(actual))];
}

/** Deep and strict equality of JSON values. */
export function sameValue(expected: Json, actual: Value | undefined): boolean {
  if (isJsonList(expected)) {
    return isJsonList(actual) && expected.length === actual.length &&
      expected.every((item, index) => sameValue(item, actual[index]));
  }
  if (isJsonObject(expected)) {
    const keys = Object.keys(expected);
    return isJsonObject(actual) && keys.length === Object.keys(actual).length &&
      keys.every((key) => {
        const inner = expected[key];
        return inner !== undefined && sameValue(inner, actual[key]);
      });
  }
  return expected === actual;
}

const longest = 120;

/** Writes a value as failure messages show it. */
export function showValue(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (value instanceof Uint8Array) {
    const shown = value.subarray(0, 24).toBase64();
    return `${count(value.length, "byte")} (base64 ${shown}${value.length > 24 ? "…" : ""})`;
  }
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}

/** `1 item`, `3 items`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
