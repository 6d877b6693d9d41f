// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The stock scenarios show every word of the language. @module */

import { assertEquals } from "@std/assert";
import { parse } from "yaml";
import { actions } from "../lib/action/mod.ts";
import { applications } from "../lib/app/applications.ts";
import { features } from "../lib/driver/types.ts";
import { matchers } from "../lib/matcher/mod.ts";
import { loadSuite } from "../lib/rig/load_suite.ts";
import { invariantSchemas, stepCommonSchema, topLevelSchema } from "../lib/scenario/schema.ts";
import { failureCodes, type Json, statusKinds } from "../lib/scenario/types.ts";

type Mapping = { readonly [key: string]: Json };

const folder = new URL(".", import.meta.url);
const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
  name.endsWith(".yaml")
).sort();
const documents: ReadonlyMap<string, Mapping> = new Map(
  files.map((name) => {
    const document: Json = parse(Deno.readTextFileSync(new URL(name, folder)));
    if (!isMapping(document)) throw new TypeError(`${name} is not a mapping`);
    return [name, document];
  }),
);

function isMapping(value: Json | undefined): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** All steps, those in `parallel` and `repeat` among them. */
function stepsOf(value: Json | undefined): readonly Mapping[] {
  return itemsOf(value).filter(isMapping).flatMap((step) => [
    step,
    ...stepsOf(step["parallel"]),
    ...stepsOf(step["repeat"]),
  ]);
}

const scenarios = [...documents.values()];
const steps = scenarios.flatMap((document) =>
  ["setup", "steps", "teardown"].flatMap((key) => stepsOf(document[key]))
);
const actors = scenarios.flatMap(({ actors }) => isMapping(actors) ? Object.values(actors) : [])
  .filter(isMapping);

/** Keys of all mappings in a value, at any depth. */
function keysIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return isMapping(value)
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)])
    : [];
}

/** Keys that many actions share; it is enough to show each once. */
const expectationKeys = ["expect", "expectAll", "expectHeaders", "expectSubject", "order"];

/** What of a vocabulary is not used. */
function unused(words: Iterable<string>, used: readonly Json[]): readonly string[] {
  return [...words].filter((word) => !used.includes(word));
}

Deno.test("stock scenarios use every action and every common key of a step", () => {
  const keys = steps.flatMap((step) => Object.keys(step));
  assertEquals(unused(Object.keys(actions), keys), []);
  assertEquals(unused(Object.keys(stepCommonSchema.shape), keys), []);
});

Deno.test("stock scenarios use every further key of every action", () => {
  const missing = Object.entries(actions).flatMap(([key, action]) => {
    const used = steps.filter((step) => key in step).flatMap((step) => Object.keys(step));
    const own = Object.keys(action.schema.shape).filter((word) => !expectationKeys.includes(word));
    return unused(own, used).map((word) => `${key}: ${word}`);
  });
  assertEquals(missing, []);
  assertEquals(unused(expectationKeys, steps.flatMap((step) => Object.keys(step))), []);
});

Deno.test("stock scenarios use every operator", () => {
  const expectations = steps.flatMap((step) =>
    expectationKeys.map((key) => step[key])
  );
  assertEquals(unused(Object.keys(matchers), expectations.flatMap(keysIn)), []);
});

Deno.test("stock scenarios use every invariant", () => {
  const invariants = scenarios.flatMap(({ invariants }) => itemsOf(invariants));
  const keys = invariants.flatMap(keysIn);
  assertEquals(unused(Object.keys(invariantSchemas), keys), []);
  assertEquals(unused(Object.keys(invariantSchemas.delivered.shape.delivered.shape), keys), []);
  assertEquals(unused(Object.keys(invariantSchemas.elapsed.shape.elapsed.shape), keys), []);
});

Deno.test("stock scenarios use every failure code, and one of the JetStream API", () => {
  const codes = steps.flatMap(({ fails, code }) => [fails ?? [], code ?? []].flat());
  assertEquals(unused(failureCodes, codes), []);
  assertEquals(codes.some((code) => String(code).startsWith("js:")), true);
});

Deno.test("stock scenarios await every event of a connection", () => {
  assertEquals(unused(statusKinds, steps.flatMap((step) => step["await"] ?? [])), []);
});

Deno.test("stock scenarios use every kind of actor and every application", () => {
  assertEquals(unused(applications.keys(), actors.flatMap(({ app }) => app ?? [])), []);
  assertEquals(actors.some((actor) => "run" in actor), true);
  assertEquals(actors.some((actor) => Object.keys(actor).length === 0), true);
  assertEquals(actors.some((actor) => actor["connect"] === false), true);
});

Deno.test("stock scenarios use every key of the top level, of servers and every feature", () => {
  assertEquals(unused(Object.keys(topLevelSchema.shape), scenarios.flatMap(Object.keys)), []);
  const servers = scenarios.flatMap(({ server }) => keysIn(server));
  assertEquals(unused(["nodes", "jetstream", "websocket", "tls", "config"], servers), []);
  const required = scenarios.flatMap(({ requires }) =>
    isMapping(requires) ? [...Object.keys(requires), ...itemsOf(requires["driver"])] : []
  );
  assertEquals(unused(["server", ...features], required), []);
});

Deno.test("stock scenarios each teach: a title of their own, prose, tags, the schema's line", () => {
  const untold = [...documents].flatMap(([name, { about, tags }]) => [
    ...(typeof about === "string" && (about.length >= 80 || name === "caching_echo.yaml")
      ? []
      : [`${name}: about`]),
    ...(itemsOf(tags).length > 0 ? [] : [`${name}: tags`]),
  ]);
  assertEquals(untold, []);
  assertEquals(new Set(scenarios.map(({ scenario }) => scenario)).size, files.length);
  const first = "# yaml-language-server: $schema=../schema/scenario.schema.json\nscenario: ";
  const others = files.filter((name) =>
    !Deno.readTextFileSync(new URL(name, folder)).startsWith(first)
  );
  assertEquals(others, []);
});

Deno.test("stock scenarios all plan without a diagnostic", async () => {
  const cwd = new URL("..", folder);
  const suite = await loadSuite({ paths: ["scenarios"], cwd: Deno.realPathSync(cwd) });
  assertEquals(suite.diagnostics, []);
  assertEquals(suite.scenarios.length, files.length);
});
