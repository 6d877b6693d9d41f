// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Decoding nodes by zod schemas, problems as diagnostics with positions. @module */

import { found, hasOwnWords, missingKey, pathText, remedy, ruleOf } from "./issue_text.ts";
import type { Issue } from "./issue_text.ts";
import { entryOf, locate, toJson } from "./node.ts";
import { didYouMean, suggest } from "./suggest.ts";
import { isTemplate, mentionsVariables } from "./template.ts";
import type { Diagnostic, Node } from "./types.ts";
import { z } from "zod";

/** What {@linkcode decode} gives. */
export interface Decoded<T> {
  /** Absent where something is wrong, or where deferred variables keep it from being decoded. */
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** More known keys than this are not listed. */
const mostListed = 24;

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
  const issues = result.error.issues
    .flatMap((issue) => narrow(issue, node))
    .filter((issue) => !isDeferred(node, issue.path));
  const meant = mistypedKeys(issues, node, schema);
  return {
    diagnostics: issues
      .filter((issue) => !meant.has(pathText(issue.path)))
      .flatMap((issue) => describe(issue, node, { schema, what })),
  };
}

/** Whether a leaf holds variables, or a text that is no template, which is reported elsewhere. */
function isDeferred(node: Node, path: readonly PropertyKey[]): boolean {
  const at = locate(node, path);
  if (at.kind !== "scalar" || typeof at.value !== "string") return false;
  return mentionsVariables(at.value) || !isTemplate(at.value);
}

/** The paths of missing keys that stand there mistyped: the unknown key says it all. */
function mistypedKeys(issues: readonly Issue[], node: Node, schema: z.ZodType): Set<string> {
  const meant = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const known = keysAt(schema, issue.path);
    for (const key of issue.keys) {
      const near = suggest(key, known);
      if (near !== undefined && entryOf(locate(node, issue.path), near) === undefined) {
        meant.add(pathText([...issue.path, near]));
      }
    }
  }
  return meant;
}

/** In a union, the problems of the alternative that comes closest. */
function narrow(issue: Issue, node: Node): readonly Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0 || hasOwnWords(issue)) {
    return [issue];
  }
  const at = locate(node, issue.path);
  const alternatives = issue.errors.filter((issues) =>
    !issues.some((inner) => inner.code === "invalid_type" && inner.path.length === 0)
  );
  if (alternatives.length === 0 || (at.kind === "map" && at.entries.length === 0)) return [issue];
  const ranked = alternatives.toSorted((a, b) => distance(a, at) - distance(b, at));
  const closest = ranked[0] ?? [];
  const strangers = closest.filter((inner) => inner.code === "unrecognized_keys");
  // Where the key that tells the alternatives apart is itself mistyped, none of them is meant.
  const lost = alternatives.every((issues) => issues.some((inner) => isMissing(inner, at)));
  return (lost && strangers.length > 0 ? strangers : closest).flatMap((inner) =>
    narrow({ ...inner, path: [...issue.path, ...inner.path] }, node)
  );
}

function isMissing(issue: Issue, node: Node): boolean {
  return issue.path.length === 1 && missingKey(issue, node) !== undefined;
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

/** What messages are drawn from. */
interface Subject {
  readonly schema: z.ZodType;
  readonly what: string;
}

function describe(issue: Issue, node: Node, { schema, what }: Subject): readonly Diagnostic[] {
  const at = locate(node, issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => strayKey(key, at, { known, strays: issue.keys }));
  }
  const parent = locate(node, issue.path.slice(0, -1));
  const missing = missingKey(issue, parent);
  const container = issue.path.slice(0, -1);
  if (missing !== undefined && parent.kind === "map") {
    const whole = container.length === 0 ? what : `"${pathText(container)}"`;
    return [{
      severity: "error",
      message: `missing key "${missing}"`,
      span: parent.entries[0]?.keySpan ?? parent.span,
      label: `${whole} needs "${missing}"`,
    }];
  }
  const last = issue.path.at(-1);
  if (issue.code === "invalid_key") {
    return [{
      severity: "error",
      message: `the key ${JSON.stringify(last)} ${ruleOf(issue)}`,
      span: entryOf(parent, String(last))?.keySpan ?? at.span,
    }];
  }
  const help = remedy(issue, at);
  return [{
    severity: "error",
    message: `${issue.path.length === 0 ? what : pathText(issue.path)}: ${ruleOf(issue)}`,
    span: at.span,
    label: found(at),
    ...(help === undefined ? {} : { help }),
  }];
}

/** A key that is unknown, or known in another form of the mapping only. */
function strayKey(
  key: string,
  node: Node,
  { known, strays }: { readonly known: readonly string[]; readonly strays: readonly string[] },
): Diagnostic {
  const neighbour = node.kind === "map"
    ? node.entries.find((entry) => known.includes(entry.key) && !strays.includes(entry.key))
    : undefined;
  if (!known.includes(key) || neighbour === undefined) return unknownKey(key, node, known);
  return {
    ...unknownKey(key, node, []),
    message: `"${key}" stands beside "${neighbour.key}"`,
    help: "they do not go together",
  };
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
      : known.length > 0 && known.length <= mostListed
      ? { help: `known keys: ${known.join(", ")}` }
      : {}),
  };
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
