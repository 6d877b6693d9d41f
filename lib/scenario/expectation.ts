// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Expectations: from nodes to a tree that can be matched, every part with its position. @module */

import type { Matcher } from "../matcher/types.ts";
import { decode, unknownKey } from "./decode.ts";
import { isJsonList, toJson } from "./node.ts";
import { didYouMean } from "./suggest.ts";
import { fillText, isTemplate, mentionsVariables } from "./template.ts";
import type { Lookup } from "./template.ts";
import type { Diagnostic, Expectation, Json, MapNode, Node } from "./types.ts";

/** What the compiler goes by. */
export interface CompileContext {
  readonly matchers: ReadonlyMap<string, Matcher>;
  /** Collects what is wrong. */
  readonly diagnostics: Diagnostic[];
  /** The fields of a protobuf message; undefined where a type has none to check. */
  fields(type: string): ReadonlyMap<string, string | undefined> | undefined;
}

/** Where in an expectation the compiler is. */
interface Place {
  readonly exact: boolean;
  /** The protobuf message at this place. */
  readonly type?: string;
}

/** Compiles an expectation. `type` is the payload's protobuf message, whose fields are checked. */
export function compileExpectation(
  node: Node,
  context: CompileContext,
  type?: string,
): Expectation {
  return compile(node, context, { exact: false, ...(type === undefined ? {} : { type }) });
}

function compile(node: Node, context: CompileContext, place: Place): Expectation {
  switch (node.kind) {
    case "scalar":
      if (typeof node.value === "string" && mentionsVariables(node.value)) {
        return { kind: "variable", text: node.value, span: node.span };
      }
      if (node.value === "$any" && context.matchers.has("$any")) {
        const any = { operator: "$any", argument: true, operands: [] };
        return { kind: "operator", ...any, span: node.span };
      }
      return {
        kind: "equal",
        value: typeof node.value === "string" ? unescape(node.value) : node.value,
        span: node.span,
      };
    case "list":
      return {
        kind: "list",
        items: node.items.map((item) => compile(item, context, place)),
        span: node.span,
      };
    case "map":
      return compileMap(node, context, place);
  }
}

function unescape(text: string): Json {
  // What is no template has been reported.
  return isTemplate(text) ? fillText(text, () => undefined, "throw") : text;
}

function compileMap(node: MapNode, context: CompileContext, place: Place): Expectation {
  const operators = node.entries.filter((entry) => entry.key.startsWith("$"));
  if (operators.length === 0) return compileFields(node, context, place);
  const plain = node.entries.find((entry) => !entry.key.startsWith("$"));
  if (plain !== undefined) {
    context.diagnostics.push({
      severity: "error",
      message: `"${plain.key}" stands beside the operator "${operators[0]?.key}"`,
      span: plain.keySpan,
      help: "operators and fields do not mix in one mapping",
    });
  }
  const parts = operators.map((entry) => compileOperator(entry.key, node, context, place));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "all", parts, span: node.span };
}

function compileFields(node: MapNode, context: CompileContext, place: Place): Expectation {
  const fields = place.type === undefined ? undefined : context.fields(place.type);
  const entries = node.entries.map((entry) => {
    if (fields !== undefined && !fields.has(entry.key)) {
      const help = didYouMean(entry.key, [...fields.keys()]);
      context.diagnostics.push({
        severity: "error",
        message: `${place.type} has no field "${entry.key}"`,
        span: entry.keySpan,
        help: help ?? `fields: ${[...fields.keys()].join(", ")}`,
      });
    }
    const type = fields?.get(entry.key);
    const inner = { exact: place.exact, ...(type === undefined ? {} : { type }) };
    return { key: entry.key, expected: compile(entry.value, context, inner) };
  });
  return { kind: "map", entries, exact: place.exact, span: node.span };
}

function compileOperator(
  key: string,
  node: MapNode,
  context: CompileContext,
  place: Place,
): Expectation {
  const argument = node.entries.find((entry) => entry.key === key)?.value ?? node;
  const matcher = context.matchers.get(key);
  if (matcher === undefined) {
    const known = [...context.matchers.keys()];
    context.diagnostics.push({
      ...unknownKey(key, node, known),
      message: `unknown operator "${key}"`,
      help: didYouMean(key, known) ?? `operators: ${known.join(", ")}`,
    });
    return { kind: "equal", value: null, span: node.span };
  }
  const { diagnostics } = decode(matcher.schema, argument, key);
  context.diagnostics.push(...diagnostics);
  const inner = key === "$exactly" ? { ...place, exact: true } : place;
  const operands = matcher.operands === "none"
    ? []
    : matcher.operands === "list" && argument.kind === "list"
    ? argument.items.map((item) => compile(item, context, inner))
    : [compile(argument, context, inner)];
  return {
    kind: "operator",
    operator: key,
    argument: toJson(argument),
    operands,
    span: argument.span,
  };
}

/**
 * Fills the variables of an expectation.
 *
 * @throws {RangeError} where a variable has no value
 */
export function fillExpectation(expectation: Expectation, lookup: Lookup): Expectation {
  switch (expectation.kind) {
    case "variable":
      return ofValue(fillText(expectation.text, lookup, "throw"), expectation);
    case "equal":
      return expectation;
    case "map":
      return {
        ...expectation,
        entries: expectation.entries.map((entry) => ({
          ...entry,
          expected: fillExpectation(entry.expected, lookup),
        })),
      };
    case "list":
      return {
        ...expectation,
        items: expectation.items.map((item) => fillExpectation(item, lookup)),
      };
    case "all":
      return {
        ...expectation,
        parts: expectation.parts.map((part) => fillExpectation(part, lookup)),
      };
    case "operator":
      return {
        ...expectation,
        argument: fillArgument(expectation.argument, lookup),
        operands: expectation.operands.map((operand) => fillExpectation(operand, lookup)),
      };
  }
}

function ofValue(value: Json, at: Expectation): Expectation {
  return { kind: "equal", value, span: at.span };
}

function fillArgument(argument: Json, lookup: Lookup): Json {
  if (typeof argument === "string") return fillText(argument, lookup, "throw");
  return isJsonList(argument) ? argument.map((item) => fillArgument(item, lookup)) : argument;
}
