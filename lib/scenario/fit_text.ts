// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { isJsonList, isJsonObject } from "./node.ts";
import type { Json } from "./types.ts";
import type { z } from "zod";

/** The parameters of an action. */
type Params = { readonly [key: string]: Json };

/**
 * Writes out filled values where an action takes text only. A text that is one variable takes the
 * variable's own type, so that `revision: ${seq}` is a number; in a header or a key the same number
 * is meant as text.
 *
 * @param written the parameters as the scenario has them, before variables were filled
 */
export function fitTexts(schema: z.ZodObject, written: Params, filled: Params): Params {
  const checked = schema.safeParse(filled);
  if (checked.success) return filled;
  const texts = checked.error.issues.flatMap(({ path }) =>
    scalars(at(filled, path), path).filter((leaf) => typeof at(written, leaf) === "string")
  );
  const fitted = texts.reduce<Json>((value, path) => writeOut(value, path), filled);
  return isJsonObject(fitted) && schema.safeParse(fitted).success ? fitted : filled;
}

/** The paths of the numbers and truth values in a value: of a list, its items' too. */
function scalars(value: Json | undefined, path: readonly PropertyKey[]): readonly PropertyKey[][] {
  if (isJsonList(value)) return value.flatMap((item, index) => scalars(item, [...path, index]));
  return typeof value === "number" || typeof value === "boolean" ? [[...path]] : [];
}

function at(value: Json | undefined, path: readonly PropertyKey[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => {
    if (isJsonList(inner)) return inner[Number(key)];
    return isJsonObject(inner) ? inner[String(key)] : undefined;
  }, value);
}

function writeOut(value: Json, path: readonly PropertyKey[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return String(value);
  if (isJsonList(value)) {
    return value.map((item, index) => index === key ? writeOut(item, rest) : item);
  }
  if (!isJsonObject(value)) return value;
  const inner = value[String(key)];
  return inner === undefined ? value : { ...value, [String(key)]: writeOut(inner, rest) };
}
