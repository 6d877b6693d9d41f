// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Json, Value } from "../scenario/types.ts";

/** The names `$type` knows. */
export const valueTypes = [
  "null",
  "boolean",
  "number",
  "integer",
  "string",
  "list",
  "mapping",
  "bytes",
] as const;

/** The words JSON and YAML have for some of them. */
export const typeAliases = { object: "mapping", array: "list", text: "string" } as const;

/** A name of a value's type. */
export type ValueType = typeof valueTypes[number];

/** A mapping of a value. */
export type Mapping = { readonly [key: string]: Json };

/** True of bytes. */
export function isBytes(value: Value | undefined): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** True of a list. */
export function isList(value: Value | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** True of a mapping. */
export function isMapping(value: Value | undefined): value is Mapping {
  return typeof value === "object" && value !== null && !isList(value) && !isBytes(value);
}

/** True where a value is of a type; an integer is a number as well. */
export function isOfType(value: Value | undefined, type: ValueType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number";
    case "string":
      return typeof value === "string";
    case "integer":
      return Number.isInteger(value);
    case "list":
      return isList(value);
    case "mapping":
      return isMapping(value);
    case "bytes":
      return isBytes(value);
  }
}
