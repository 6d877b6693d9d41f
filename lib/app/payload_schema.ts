// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import type { PayloadType } from "./types.ts";

/** The fields of messages, and the values of enums, by their full names. */
export type PayloadSchema = {
  readonly [name: string]: { readonly [field: string]: string } | readonly string[];
};

/**
 * What protobuf messages hold, and those within them: `{ "shop.Order": { item: "string" } }`. Types
 * that everybody knows (`google.protobuf.*`) are not taken apart. Other payload types have none.
 */
export function payloadSchema(types: readonly (PayloadType | undefined)[]): PayloadSchema {
  const found = new Map<string, PayloadSchema[string]>();
  for (const type of types) {
    if (typeof type === "object" && "typeName" in type) addMessage(type, found);
  }
  return Object.fromEntries(found);
}

function addMessage(message: DescMessage, found: Map<string, PayloadSchema[string]>): void {
  if (found.has(message.typeName) || message.typeName.startsWith("google.protobuf.")) return;
  const fields: { [field: string]: string } = {};
  found.set(message.typeName, fields);
  for (const field of message.fields) {
    fields[field.name] = describeField(field);
    if (field.message !== undefined) addMessage(field.message, found);
    if (field.enum === undefined) continue;
    found.set(field.enum.typeName, field.enum.values.map(({ name }) => name));
  }
}

function describeField(field: DescField): string {
  switch (field.fieldKind) {
    case "list":
      return `${describeValue(field)}[]`;
    case "map":
      return `map<${scalarName(field.mapKey)}, ${describeValue(field)}>`;
    default:
      return describeValue(field);
  }
}

function describeValue({ message, enum: choice, scalar }: DescField): string {
  if (message !== undefined) return message.typeName;
  if (choice !== undefined) return choice.typeName;
  return scalarName(scalar);
}

function scalarName(scalar: ScalarType | undefined): string {
  return scalar === undefined ? "unknown" : ScalarType[scalar].toLowerCase();
}
