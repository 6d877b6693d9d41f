// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Decoding nodes by zod schemas, problems as diagnostics with positions. @module */

import { entryOf, locate, toJson, typeWord } from "./node.ts";
import { suggest } from "./suggest.ts";
import { variablesOf } from "./template.ts";
import type { Diagnostic, Node } from "./types.ts";
import { z } from "zod";

/** What {@linkcode decode} gives. */
export interface Decoded<T> {
  /** Absent where something is wrong, or where deferred variables keep it from being decoded. */
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

type Issue = z.core.$ZodIssue;

/**
 * Decodes a node. Leaves that still hold variables are left out of account: they can only be
 * checked when the run knows them.
 *
 * @param what names the node in messages: `step`, `scenario`
 */
export function decode<S extends z.ZodType>(
  schema: S,
  node: Node,
  what: string,
): Decoded<z.output<S>> {
  const result = schema.safeParse(toJson(node));
  if (result.success) return { value: result.data, diagnostics: [] };
  const diagnostics = result.error.issues
    .flatMap((issue) => narrow(issue, node))
    .filter((issue) => !isDeferred(node, issue.path))
    .flatMap((issue) => describe(issue, node, schema, what));
  return { diagnostics };
}

function isDeferred(node: Node, path: readonly PropertyKey[]): boolean {
  const at = locate(node, path);
  return at.kind === "scalar" && typeof at.value === "string" && variablesOf(at.value).length > 0;
}

/** In a union, the problems of the alternative that comes closest. */
function narrow(issue: Issue, node: Node): readonly Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const at = locate(node, issue.path);
  const alternatives = issue.errors.filter((issues) =>
    !issues.some((inner) => inner.code === "invalid_type" && inner.path.length === 0)
  );
  if (alternatives.length === 0) return [issue];
  const ranked = alternatives.toSorted((a, b) => distance(a, at) - distance(b, at));
  return (ranked[0] ?? []).flatMap((inner) =>
    narrow({ ...inner, path: [...issue.path, ...inner.path] }, node)
  );
}

/** How far a mapping is from an alternative: missing and unknown keys weigh most. */
function distance(issues: readonly Issue[], node: Node): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === "unrecognized_keys") return sum + 2 * issue.keys.length;
    const missing = issue.path.length > 0 && node.kind === "map" &&
      entryOf(node, String(issue.path[0])) === undefined;
    return sum + (missing ? 3 : 1);
  }, 0);
}

function describe(
  issue: Issue,
  node: Node,
  schema: z.ZodType,
  what: string,
): readonly Diagnostic[] {
  const at = locate(node, issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => unknownKey(key, at, known));
  }
  const last = issue.path.at(-1);
  const parent = locate(node, issue.path.slice(0, -1));
  if (typeof last === "string" && parent.kind === "map" && entryOf(parent, last) === undefined) {
    const whole = issue.path.length === 1 ? what : `"${String(issue.path.at(-2))}"`;
    return [{
      severity: "error",
      message: `missing key "${last}"`,
      span: parent.entries[0]?.keySpan ?? parent.span,
      label: `${whole} needs "${last}"`,
    }];
  }
  const name = issue.path.length === 0 ? what : issue.path.map(String).join(".");
  return [{
    severity: "error",
    message: `${name}: ${rule(issue)}`,
    span: at.span,
    label: `${typeWord(toJson(at))}${at.kind === "scalar" ? ` ${JSON.stringify(at.value)}` : ""}`,
  }];
}

/** `did you mean "x"?`, where a candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const near = suggest(word, candidates);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** The diagnostic of a key that the schema does not know. */
export function unknownKey(key: string, node: Node, known: readonly string[]): Diagnostic {
  const help = didYouMean(key, known);
  return {
    severity: "error",
    message: `unknown key "${key}"`,
    span: entryOf(node, key)?.keySpan ?? node.span,
    ...(help !== undefined
      ? { help }
      : known.length > 0 && known.length <= 12
      ? { help: `known keys: ${known.join(", ")}` }
      : {}),
  };
}

const typeWords: { readonly [type: string]: string } = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  null: "empty",
};

function rule(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeWords[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? `must not be empty`
        : `must be ${issue.minimum} or more`;
    case "too_big":
      return `must be ${issue.maximum} or less`;
    case "invalid_union":
      return issue.errors.length === 0 || issue.errors.some((e) => e[0]?.code !== "invalid_type")
        ? "is none of the forms it can have"
        : `must be ${
          issue.errors.map((e) => e[0]?.code === "invalid_type" ? typeWords[e[0].expected] : "")
            .join(" or ")
        }`;
    case "invalid_key":
      return issue.issues[0]?.message ?? "has a wrong key";
    default:
      return issue.message;
  }
}

/** The keys a schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) {
    return inner.options.flatMap((option) =>
      option instanceof z.ZodType ? keysAt(option, path) : []
    );
  }
  const [first, ...rest] = path;
  if (first === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  const next = inner instanceof z.ZodObject
    ? inner.shape[String(first)]
    : inner instanceof z.ZodRecord
    ? inner.valueType
    : inner instanceof z.ZodArray
    ? inner.element
    : undefined;
  return next instanceof z.ZodType ? keysAt(next, rest) : [];
}

function unwrap(schema: z.ZodType): z.ZodType {
  let inner: unknown = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
  return inner instanceof z.ZodType ? inner : schema;
}
