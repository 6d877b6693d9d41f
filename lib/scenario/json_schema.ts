// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The JSON Schema of scenario files, for editors. @module */

import type { Action } from "../action/types.ts";
import type { Matcher } from "../matcher/types.ts";
import type { ApplicationShape, Vocabulary } from "./environment.ts";
import { actorSchemas, stepCommonSchema, topLevelSchema } from "./schema.ts";
import { failureCodes, type Json } from "./types.ts";
import { z } from "zod";

/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [key: string]: Json };

type Words = Pick<Vocabulary, "actions" | "matchers" | "applications" | "connectionOptions">;

const steps: JsonSchema = { type: "array", items: ref("step") };

/**
 * Makes the JSON Schema of scenario files: every key with its description, steps by their actions.
 * It admits a variable (`${name}`) wherever a step's value can be one.
 *
 * @example
 * ```ts
 * import { scenarioJsonSchema } from "./json_schema.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const words = { actions: new Map(), matchers: new Map(), applications: new Map() };
 * const schema = scenarioJsonSchema({ ...words, connectionOptions: new Set(["user"]) });
 * assertEquals(schema["required"], ["scenario", "steps"]);
 * ```
 */
export function scenarioJsonSchema(vocabulary: Words): JsonSchema {
  const top = jsonSchemaOf(topLevelSchema);
  const list = (key: string) => ({ ...propertyOf(top, key), ...steps });
  const actors = propertyOf(top, "actors");
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "natsrig scenario",
    ...top,
    properties: {
      ...objectAt(top, "properties"),
      setup: list("setup"),
      steps: { ...list("steps"), minItems: 1 },
      teardown: list("teardown"),
      actors: { ...actors, additionalProperties: ref("actor") },
    },
    $defs: {
      variable: {
        type: "string",
        pattern: "\\$\\{[^}]+\\}",
        description: "a variable: `${name}`",
      },
      step: { type: "object", anyOf: [...vocabulary.actions.keys()].map(ref) },
      actor: actorSchema(vocabulary),
      expectation: expectationSchema(vocabulary.matchers),
      ...Object.fromEntries(
        Object.entries(commonKeys).map(([key, schema]) => [`key.${key}`, commonKey(key, schema)]),
      ),
      ...Object.fromEntries(
        [...vocabulary.actions].map(([key, action]) => [key, actionSchema(action)]),
      ),
    },
  };
}

/** The JSON Schema of what may be written where a zod schema decodes. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, { io: "input", target: "draft-7", unrepresentable: "any" });
  // What zod makes is plain JSON besides a hidden part, which the round trip drops.
  const { $schema: _, definitions: __, ...rest } = asObject(JSON.parse(JSON.stringify(made)));
  return asObject(tidy(rest));
}

/**
 * Says "any JSON" by an empty schema, where zod refers to a recursive definition, and leaves out
 * defaults that say no more than "nothing".
 */
function tidy(schema: Json): Json {
  if (isList(schema)) return schema.map(tidy);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      const anyJson = key === "$ref" && typeof value === "string" && value.includes("__schema");
      const noDefault = key === "default" && typeof value === "object";
      // A description on a recursive definition comes as `allOf` of the reference.
      const emptied = key === "allOf" && JSON.stringify(tidy(value)) === "[{}]";
      return anyJson || noDefault || emptied ? [] : [[key, tidy(value)]];
    }),
  );
}

/** The schemas of the keys that any step can have. */
const commonKeys = objectAt(jsonSchemaOf(stepCommonSchema), "properties");

function commonKey(key: string, schema: Json): JsonSchema {
  if (key !== "fails") return orVariable(schema);
  const codes = [{ enum: [...failureCodes] }, { type: "string", pattern: "^js:\\d+$" }];
  return { anyOf: codes, ...describedBy(schema) };
}

function actionSchema(action: Action): JsonSchema {
  const own = jsonSchemaOf(action.schema);
  const common = Object.keys(commonKeys)
    .filter((key) => key !== "by" || action.traits.actor === "client")
    .map((key) => [key, ref(`key.${key}`)] as const);
  const properties = Object.entries(objectAt(own, "properties"))
    .map(([key, value]) => [key, ownKey(key, value, action)] as const);
  return {
    type: "object",
    title: action.key,
    description: action.about,
    properties: Object.fromEntries([...properties, ...common]),
    required: own["required"] ?? [action.key],
    additionalProperties: false,
  };
}

function ownKey(key: string, schema: Json, action: Action): JsonSchema {
  const about = describedBy(schema);
  if (key === action.key) {
    const main = action.traits.main === "steps" ? { ...asObject(schema), ...steps } : schema;
    return {
      ...orVariable(main),
      description: `${action.about} Its value: ${about["description"]}`,
    };
  }
  if (key === "expectAll") return { type: "array", items: ref("expectation"), ...about };
  if (key.startsWith("expect")) return { ...about, allOf: [ref("expectation")] };
  return orVariable(schema);
}

/** Admits a variable beside anything that a text such as `${n}` would not be. */
function orVariable(schema: Json): JsonSchema {
  const plain = asObject(schema);
  const anyText = plain["type"] === "string" && plain["pattern"] === undefined;
  const anyValue = Object.keys(plain).every((key) => key === "description");
  if (anyText || anyValue || plain["type"] === "array" || plain["type"] === "object") return plain;
  const { description: _, ...rule } = plain;
  return { anyOf: [rule, ref("variable")], ...describedBy(schema) };
}

function actorSchema(vocabulary: Words): JsonSchema {
  const client = jsonSchemaOf(actorSchemas.client);
  const options = [...vocabulary.connectionOptions].sort().map((name) => [name, {}] as const);
  return {
    anyOf: [
      {
        ...client,
        title: "client",
        properties: { ...Object.fromEntries(options), ...objectAt(client, "properties") },
        additionalProperties: false,
      },
      { ...jsonSchemaOf(actorSchemas.process), title: "process" },
      ...[...vocabulary.applications.values()].map(applicationSchema),
    ],
  };
}

function applicationSchema(application: ApplicationShape): JsonSchema {
  const actor = jsonSchemaOf(actorSchemas.app);
  const properties = objectAt(actor, "properties");
  return {
    ...actor,
    title: application.key,
    description: application.about,
    properties: {
      app: { ...asObject(properties["app"]), const: application.key },
      with: jsonSchemaOf(application.schema),
    },
  };
}

function expectationSchema(matchers: ReadonlyMap<string, Matcher>): JsonSchema {
  return {
    description: "an expectation: a plain value matches strictly; a mapping matches when all its " +
      "keys match; operators begin with $",
    properties: Object.fromEntries(
      [...matchers].map(([key, { about }]) => [key, { description: about }]),
    ),
  };
}

function ref(name: string): JsonSchema {
  return { $ref: `#/$defs/${name}` };
}

function describedBy(schema: Json): JsonSchema {
  const description = asObject(schema)["description"];
  return typeof description === "string" ? { description } : {};
}

function propertyOf(schema: JsonSchema, key: string): JsonSchema {
  return asObject(objectAt(schema, "properties")[key]);
}

function objectAt(schema: JsonSchema, key: string): JsonSchema {
  return asObject(schema[key]);
}

function asObject(value: Json | undefined): JsonSchema {
  return typeof value === "object" && value !== null && !isList(value) ? value : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
