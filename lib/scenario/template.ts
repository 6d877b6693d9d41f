// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Variables in texts: `${name}`, `${name.field}`, `${token.2}`; `$${` stands for a literal `${`.
 *
 * @module
 */

import { fromJson, isJsonList, isJsonObject } from "./node.ts";
import type { Json, Node } from "./types.ts";

/** A variable in a text. */
export interface Variable {
  /** The first segment. */
  readonly name: string;
  /** The further ones. */
  readonly path: readonly string[];
  /** As written: `${user.id}`. */
  readonly text: string;
}

/** A text taken apart. */
export type TemplatePart = string | Variable;

/** Gives the value of a variable; undefined for one it does not know. */
export type Lookup = (variable: Variable) => Json | undefined;

const reference = /\$\$\{|\$\{([^}]*)\}?/g;
const namePattern = /^[A-Za-z_][\w-]*(\.[\w-]+)*$/;

/**
 * Takes a text apart.
 *
 * @throws {SyntaxError} where a `${` does not begin a variable
 */
export function parseTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(reference)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[0] === "$${") {
      parts.push("${");
      continue;
    }
    const inside = match[1] ?? "";
    if (!match[0].endsWith("}") || !namePattern.test(inside)) {
      throw new SyntaxError(`"${match[0]}" is not a variable`);
    }
    const [name = "", ...path] = inside.split(".");
    parts.push({ name, path, text: match[0] });
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** The variables in a text, in order. */
export function variablesOf(text: string): readonly Variable[] {
  if (!text.includes("${")) return [];
  return parseTemplate(text).filter((part): part is Variable => typeof part !== "string");
}

/** Whether every `${` in a text begins a variable. */
export function isTemplate(text: string): boolean {
  try {
    parseTemplate(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Whether a text holds variables; total, as what is no template is reported where it is read. */
export function mentionsVariables(text: string): boolean {
  return isTemplate(text) && variablesOf(text).length > 0;
}

/** Whether any text in a node holds variables. */
export function hasVariables(node: Node): boolean {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" && mentionsVariables(node.value);
    case "list":
      return node.items.some(hasVariables);
    case "map":
      return node.entries.some((entry) => hasVariables(entry.value));
  }
}

/** Follows a variable's further segments into a value; lists count from zero. */
export function follow(value: Json | undefined, path: readonly string[]): Json | undefined {
  let current = value;
  for (const segment of path) {
    if (isJsonList(current)) current = current[Number(segment)];
    else if (isJsonObject(current) && Object.hasOwn(current, segment)) current = current[segment];
    else return undefined;
  }
  return current;
}

/** What {@linkcode fillText} does with a variable that the lookup does not know. */
export type Unknown = "keep" | "throw";

/**
 * Fills a text. A text that is one variable takes the variable's value as it is, also a mapping;
 * in a longer text, values are written out (mappings and lists as JSON). With `keep`, unknown
 * variables and escapes stay, so that the result can be filled again.
 *
 * @throws {RangeError} where `unknown` is `throw` and a variable has no value
 */
export function fillText(text: string, lookup: Lookup, unknown: Unknown): Json {
  if (!text.includes("${")) return text;
  const parts = parseTemplate(text);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== "string") {
    const value = lookup(only);
    if (value !== undefined) return unknown === "keep" ? escapeAll(value) : value;
    if (unknown === "keep") return text;
  }
  return parts.map((part) => {
    if (typeof part === "string") return unknown === "keep" ? escape(part) : part;
    const value = lookup(part);
    if (value !== undefined) {
      const written = typeof value === "string" ? value : JSON.stringify(value);
      return unknown === "keep" ? escape(written) : written;
    }
    if (unknown === "keep") return part.text;
    throw new RangeError(`${part.text} has no value`);
  }).join("");
}

/** Fills every text in a value. Keys are not templates. */
export function fillJson(value: Json, lookup: Lookup, unknown: Unknown): Json {
  if (typeof value === "string") return fillText(value, lookup, unknown);
  if (isJsonList(value)) return value.map((item) => fillJson(item, lookup, unknown));
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, fillJson(inner, lookup, unknown)]),
    );
  }
  return value;
}

/** Fills every text in a node; what comes in takes the text's position. */
export function fillNode(node: Node, lookup: Lookup, unknown: Unknown): Node {
  switch (node.kind) {
    case "scalar": {
      if (typeof node.value !== "string" || !node.value.includes("${")) return node;
      return fromJson(fillText(node.value, lookup, unknown), node.span);
    }
    case "list":
      return { ...node, items: node.items.map((item) => fillNode(item, lookup, unknown)) };
    case "map":
      return {
        ...node,
        entries: node.entries.map((entry) => ({
          ...entry,
          value: fillNode(entry.value, lookup, unknown),
        })),
      };
  }
}

function escape(text: string): string {
  // A function, because "$$" means "$" in a replacement text.
  return text.replaceAll("${", () => "$${");
}

function escapeAll(value: Json): Json {
  if (typeof value === "string") return escape(value);
  if (isJsonList(value)) return value.map(escapeAll);
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeAll(inner)]));
  }
  return value;
}
