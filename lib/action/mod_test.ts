// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { type Action, actions } from "./mod.ts";
import { parse } from "yaml";
import { z } from "zod";

const common = new Set(["by", "name", "within", "after", "took", "save", "until", "fails"]);
const all: readonly (readonly [string, Action])[] = Object.entries(actions);

/** The keys that a check of each action finds fault with. */
function faulty(isFaulty: (action: Action) => boolean): readonly string[] {
  return all.filter(([_key, action]) => isFaulty(action)).map(([key]) => key);
}

/** The single step that an action's example is. */
function exampleStep(action: Action): { readonly [key: string]: unknown } {
  const steps: unknown = parse(action.example);
  if (!Array.isArray(steps) || steps.length !== 1) throw new Error(`${action.key}: not one step`);
  const [step] = z.tuple([z.record(z.string(), z.unknown())]).parse(steps);
  return step;
}

Deno.test("actions have the key they are registered under", () => {
  assertEquals(all.filter(([key, action]) => key !== action.key), []);
});

Deno.test("actions are one file each, and all of them are registered", async () => {
  const defined: string[] = [];
  for await (const { name } of Deno.readDir(new URL(".", import.meta.url))) {
    if (!name.endsWith(".ts") || name.endsWith("_test.ts")) continue;
    const text = await Deno.readTextFile(new URL(name, import.meta.url));
    if (/^export const \w+: Action = defineAction\(/m.test(text)) defined.push(name);
  }
  const registered = all.map(([key]) => `${key.replaceAll(/[.-]/g, "_")}.ts`);
  assertEquals(registered.toSorted(), defined.toSorted());
});

Deno.test("actions say what they do, in sentences", () => {
  assertEquals(faulty(({ about }) => !/^[A-Z`].*\.$/s.test(about)), []);
});

Deno.test("actions have an example: one step, that their schema takes", () => {
  for (const [key, action] of all) {
    const step = exampleStep(action);
    assertEquals(Object.keys(step)[0], key);
    const own = Object.fromEntries(Object.entries(step).filter(([name]) => !common.has(name)));
    const result = action.schema.safeParse(own);
    assertEquals(result.error?.issues ?? [], [], key);
  }
});

Deno.test("actions take their own key first, and no common one", () => {
  assertEquals(faulty(({ key, schema }) => Object.keys(schema.shape)[0] !== key), []);
  assertEquals(
    faulty(({ schema }) => Object.keys(schema.shape).some((key) => common.has(key))),
    [],
  );
});

Deno.test("actions refuse a key they do not know", () => {
  assertEquals(
    faulty((action) => {
      const { success, error } = action.schema.safeParse({ ...exampleStep(action), sned: 1 });
      return success || !error.issues.some((issue) => issue.code === "unrecognized_keys");
    }),
    [],
  );
});

Deno.test("actions have a JSON Schema, in which every parameter is described", () => {
  for (const [key, action] of all) {
    const { properties = {}, required } = z.toJSONSchema(action.schema, { io: "input" });
    assertEquals(required?.[0], key);
    for (const [name, property] of Object.entries(properties)) {
      const { description } = z.object({ description: z.string().min(1) }).parse(property, {
        error: () => `${key}: "${name}" is not described`,
      });
      assertEquals(description.endsWith("."), false, `${key}: "${name}"`);
    }
  }
});

Deno.test("actions name parameters in their traits that they have", () => {
  assertEquals(
    faulty(({ traits, schema }) =>
      traits.payload !== undefined && !(traits.payload.key in schema.shape)
    ),
    [],
  );
  assertEquals(
    faulty(({ traits, schema }) => traits.expects !== undefined && !("expect" in schema.shape)),
    ["silence"],
  );
});
