// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a schema's complaint says to people: the rule, what was found, what to do. @module */

import { entryOf, toJson } from "./node.ts";
import { didYouMean } from "./suggest.ts";
import type { Json, Node } from "./types.ts";
import { durationHint, rangeHint, sizeHint } from "./unit_hint.ts";
import type { z } from "zod";

/** A complaint of a zod schema. */
export type Issue = z.core.$ZodIssue;

const typeWords: { readonly [type: string]: string } = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a mapping",
  record: "a mapping",
  null: "empty",
};

/** The schema has words of its own for this; they begin with `must`. */
export function hasOwnWords(issue: Issue): boolean {
  return /^must\b/.test(issue.message);
}

/** The rule that was broken: `must be a whole number`. */
export function ruleOf(issue: Issue): string {
  if (hasOwnWords(issue)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeWords[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values.map((value) => JSON.stringify(value)))}`;
    case "too_small":
      if (issue.origin !== "string" && issue.origin !== "array") {
        return `must be ${issue.minimum} or more`;
      }
      return issue.minimum === 1 ? "must not be empty" : `must have ${issue.minimum} items or more`;
    case "too_big":
      return `must be ${issue.maximum} or less`;
    case "invalid_union":
      return unionRule(issue);
    case "invalid_key":
      return issue.issues[0]?.message ?? "has a wrong key";
    default:
      return issue.message;
  }
}

function unionRule(issue: Extract<Issue, { code: "invalid_union" }>): string {
  const words = issue.errors.map(([first]) =>
    first?.code === "invalid_type" && first.path.length === 0
      ? typeWords[first.expected] ?? first.expected
      : undefined
  );
  const known = [...new Set(words)].filter((word) => word !== undefined);
  return known.length === 0 || known.length < new Set(words).size
    ? "is none of the forms it can have"
    : `must be ${known.join(" or ")}`;
}

function oneOf(words: readonly string[]): string {
  return words.length > 2 ? `one of ${words.join(", ")}` : words.join(" or ");
}

/** A path in a value as it is written: `invariants[0].elapsed.from`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, index) =>
    typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`
  ).join("");
}

const longestShown = 40;

/** What was found instead: `found the text "yes"`. */
export function found(node: Node): string {
  if (node.kind === "list") return node.items.length === 0 ? "found an empty list" : "found a list";
  if (node.kind === "map") {
    return node.entries.length === 0 ? "found an empty mapping" : "found a mapping";
  }
  const { value } = node;
  if (value === null) return "found nothing";
  if (value === "") return "found an empty text";
  if (typeof value !== "string") {
    return typeof value === "number" ? `found the number ${value}` : `found ${value}`;
  }
  const shown = value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
  return `found the text ${JSON.stringify(shown)}`;
}

/** What to do about it, where that can be told. */
export function remedy(issue: Issue, node: Node): string | undefined {
  const value = toJson(node);
  const own = hasOwnWords(issue);
  const hint = own ? unitHint(issue.message, value) : undefined;
  if (hint !== undefined) return hint;
  if (issue.code === "invalid_value" && typeof value === "string") {
    return didYouMean(value, issue.values.filter((word) => typeof word === "string"));
  }
  const wanted = wantedTypes(issue);
  if (wanted.includes("boolean") && typeof value === "string") return booleanHint(value);
  // Where the schema has words of its own, a number in quotes may be just as wrong.
  const quotable = typeof value === "number" || (typeof value === "boolean" && !own);
  if (wanted.includes("string") && quotable) return "put it in quotes to make it text";
  if (wanted.includes("array")) return listHint(node, own);
  const mapping = wanted.includes("object") || wanted.includes("record");
  return mapping && value === null ? "write `{}` for one without keys" : undefined;
}

function unitHint(rule: string, value: Json): string | undefined {
  if (rule.startsWith("must be a duration")) return durationHint(value);
  if (rule.startsWith("must be a range of durations")) return rangeHint(value);
  return rule.startsWith("must be a size") ? sizeHint(value) : undefined;
}

function wantedTypes(issue: Issue): readonly string[] {
  if (issue.code === "invalid_type") return [issue.expected];
  if (issue.code !== "invalid_union") return [];
  return issue.errors.flatMap(([first]) =>
    first?.code === "invalid_type" && first.path.length === 0 ? [first.expected] : []
  );
}

function booleanHint(text: string): string | undefined {
  if (/^(yes|on|y|true)$/i.test(text)) return "YAML 1.2 knows `true`, not more words for it";
  return /^(no|off|n|false)$/i.test(text)
    ? "YAML 1.2 knows `false`, not more words for it"
    : undefined;
}

function listHint(node: Node, own: boolean): string | undefined {
  if (node.kind === "map" && node.entries.length > 0) return "begin each item with `- `";
  if (own || node.kind !== "scalar" || node.value === null) return undefined;
  const text = String(node.value);
  return text.length > 0 && text.length <= longestShown && !/[,[\]{}#:]/.test(text)
    ? `write \`[${text}]\``
    : undefined;
}

/** A missing key is complained about at the mapping that lacks it. */
export function missingKey(issue: Issue, parent: Node): string | undefined {
  const last = issue.path.at(-1);
  return typeof last === "string" && parent.kind === "map" && entryOf(parent, last) === undefined
    ? last
    : undefined;
}
