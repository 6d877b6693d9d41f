// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { words } from "./fake_vocabulary.ts";
import { scenarioJsonSchema } from "./json_schema.ts";
import type { Json } from "./types.ts";

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as { readonly [key: string]: Json })[key]
        : undefined,
    value,
  );
}

function refs(value: Json): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, Json]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : refs(inner)
  );
}

Deno.test("scenarioJsonSchema() refers to nothing that is not there", () => {
  const schema = scenarioJsonSchema(words);
  const missing = refs(schema).filter((ref) =>
    at(schema, ...ref.replace("#/", "").split("/")) === undefined
  );
  assertEquals(missing, []);
});

Deno.test("scenarioJsonSchema() describes a step by its action, closed, with common keys", () => {
  const schema = scenarioJsonSchema(words);
  assertEquals(at(schema, "$defs", "step", "anyOf"), [
    { $ref: "#/$defs/send" },
    { $ref: "#/$defs/loop" },
  ]);
  assertEquals(at(schema, "$defs", "send", "required"), ["send"]);
  assertEquals(at(schema, "$defs", "send", "additionalProperties"), false);
  assertEquals(at(schema, "$defs", "send", "properties", "within"), {
    $ref: "#/$defs/key.within",
  });
  assertEquals(at(schema, "$defs", "send", "properties", "expect"), {
    description: "what must come",
    allOf: [{ $ref: "#/$defs/expectation" }],
  });
});

Deno.test("scenarioJsonSchema() admits a variable for what is no plain text", () => {
  const schema = scenarioJsonSchema(words);
  assertEquals(at(schema, "$defs", "send", "properties", "count"), {
    anyOf: [{ type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, {
      $ref: "#/$defs/variable",
    }],
    description: "how | many",
  });
});

Deno.test("scenarioJsonSchema() nests steps, and has no `by` where there is no actor", () => {
  const schema = scenarioJsonSchema(words);
  assertEquals(at(schema, "$defs", "loop", "properties", "loop", "items"), {
    $ref: "#/$defs/step",
  });
  assertEquals(at(schema, "$defs", "loop", "properties", "by"), undefined);
  assertEquals(at(schema, "properties", "teardown", "items"), { $ref: "#/$defs/step" });
});
