// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Checking what a step sends, before anything runs. @module */

import type { Action } from "../action/types.ts";
import { unknownKey } from "./decode.ts";
import { found } from "./issue_text.ts";
import { locate, toJson, valueOf } from "./node.ts";
import { encodePayload, maxRandom, payloadGenerators, typeOfSubject } from "./payload.ts";
import { report } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { didYouMean } from "./suggest.ts";
import { hasVariables } from "./template.ts";
import type { MapEntry, MapNode, Node } from "./types.ts";
import { parseSize } from "./unit.ts";
import { sizeHint } from "./unit_hint.ts";

/** Checks the payload of a step: its generator, or its type by encoding it once. */
export function checkPayload(scope: Scope, action: Action, node: MapNode): void {
  const payload = action.traits.payload;
  const value = payload === undefined ? undefined : valueOf(node, payload.key);
  const subject = valueOf(node, action.key);
  if (payload === undefined || value === undefined) return;
  const generator = generatorOf(value);
  if (generator !== undefined) return checkGenerator(scope, value, generator);
  if (subject?.kind !== "scalar" || typeof subject.value !== "string") return;
  const type = action.traits.main === "subject"
    ? typeOfSubject(scope.messages, subject.value, payload.direction)
    : undefined;
  if (type === undefined || !scope.codec.has(type)) return;
  const before = scope.diagnostics.length;
  checkFields(scope, value, type);
  if (scope.diagnostics.length === before && !hasVariables(value)) encodeOnce(scope, value, type);
}

/** The entry of a generator, known or not: the only key of a mapping, with a dollar sign. */
function generatorOf(node: Node): MapEntry | undefined {
  const [only, ...more] = node.kind === "map" ? node.entries : [];
  return only?.key.startsWith("$") && more.length === 0 ? only : undefined;
}

function checkGenerator(scope: Scope, node: Node, { key, value }: MapEntry): void {
  if (!Object.hasOwn(payloadGenerators, key)) {
    scope.diagnostics.push({
      ...unknownKey(key, node, Object.keys(payloadGenerators)),
      message: `unknown payload generator "${key}"`,
    });
    return;
  }
  if (hasVariables(value)) return;
  const argument = toJson(value);
  const wrong = key === "$base64" ? !isBase64(argument) : !isRandomSize(argument);
  if (!wrong) return;
  const help = key === "$base64" ? undefined : sizeHint(argument);
  scope.diagnostics.push({
    severity: "error",
    message: key === "$base64"
      ? "$base64: must be base64, with padding"
      : "$random: must be a size up to 64MiB, such as 16B or 4KiB",
    span: value.span,
    label: found(value),
    ...(help === undefined ? {} : { help }),
  });
}

function isRandomSize(argument: unknown): boolean {
  const size = typeof argument === "string" ? parseSize(argument) : undefined;
  return size !== undefined && size <= maxRandom;
}

function isBase64(argument: unknown): boolean {
  return typeof argument === "string" &&
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(argument);
}

/** Reports keys that are no fields of a protobuf message, at any depth. */
function checkFields(scope: Scope, node: Node, type: string): void {
  if (node.kind === "list") {
    for (const item of node.items) checkFields(scope, item, type);
    return;
  }
  const fields = scope.codec.fields(type);
  if (fields === undefined) return;
  if (node.kind !== "map") {
    if (!hasVariables(node) && toJson(node) !== null) {
      scope.diagnostics.push({
        severity: "error",
        message: `the payload is not of type ${type}: must be a mapping`,
        span: node.span,
        label: found(node),
        help: `fields: ${[...fields.keys()].join(", ")}`,
      });
    }
    return;
  }
  for (const { key, keySpan, value } of node.entries) {
    const name = fields.has(key) ? key : camelCase(key);
    if (!fields.has(name)) {
      const known = [...fields.keys()];
      const help = didYouMean(key, known) ??
        (known.length === 0 ? "it has no fields" : `fields: ${known.join(", ")}`);
      report(scope, keySpan, `${type} has no field "${key}"`, help);
      continue;
    }
    const inner = fields.get(name);
    if (inner !== undefined) checkFields(scope, value, inner);
  }
}

/** Protobuf's JSON takes the names of a .proto file, too. */
function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function encodeOnce(scope: Scope, value: Node, type: string): void {
  try {
    encodePayload(scope.codec, type, toJson(value));
  } catch (error) {
    if (!(error instanceof Error && error.name === "CodecError")) throw error;
    const reason = error.message.replace(`Cannot encode as ${type}: `, "");
    const field = /^([\w.]+): /.exec(reason)?.[1];
    const at = field === undefined ? value : locate(value, field.split("."));
    scope.diagnostics.push({
      severity: "error",
      message: `the payload is not of type ${type}`,
      span: at.span,
      label: reason,
    });
  }
}
