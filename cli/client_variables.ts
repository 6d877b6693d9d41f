// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Variables in what a client sends: `${i}`, `${data.id}`; `$${` stands for a literal `${`. @module */

import type { Json } from "../lib/codec/types.ts";
import { isJsonList, isJsonObject } from "../lib/scenario/node.ts";
import { fillText, type Lookup, variablesOf } from "../lib/scenario/template.ts";
import { UsageError } from "./command.ts";

/**
 * Checks the variables in all texts of a value.
 *
 * @param known the names they can begin with
 * @throws {UsageError} for an unknown one, and for a `${` that begins none
 */
export function checkVariables(flag: string, value: Json, known: readonly string[]): void {
  const names = known.map((name) => `\${${name}}`).join(", ");
  const help = `there are ${names}; a literal \${ is written $\${`;
  for (const text of textsOf(value)) {
    const unknown = variablesIn(flag, text, help).find(({ name }) => !known.includes(name));
    if (unknown === undefined) continue;
    throw new UsageError(`${flag}: there is no variable ${unknown.text}`, help);
  }
}

function variablesIn(flag: string, text: string, help: string) {
  try {
    return variablesOf(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${flag}: ${error.message}`, help);
  }
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (isJsonList(value)) return value.flatMap(textsOf);
  return isJsonObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

/**
 * Fills a text, and writes a value that is all of it as JSON.
 *
 * @throws {RangeError} where a variable has no value
 */
export function fillToText(text: string, lookup: Lookup): string {
  const filled = fillText(text, lookup, "throw");
  return typeof filled === "string" ? filled : JSON.stringify(filled);
}
