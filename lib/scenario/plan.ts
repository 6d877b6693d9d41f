// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The second stage: scenarios to the runs they come to, everything checked. @module */

import type { PayloadCodec } from "../codec/types.ts";
import { decode, didYouMean } from "./decode.ts";
import type { Vocabulary } from "./environment.ts";
import { toJson, valueOf } from "./node.ts";
import { planSteps } from "./plan_step.ts";
import { planActors, planInvariants, planMessages, secretsOf } from "./plan_top_level.ts";
import { topLevelSchema } from "./schema.ts";
import { checkVariables, runVariables } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { fillNode, follow } from "./template.ts";
import type { Lookup } from "./template.ts";
import type {
  Diagnostic,
  Json,
  MapNode,
  Node,
  Plan,
  PlannedRun,
  Scenario,
  ServerSpec,
  Span,
} from "./types.ts";

/** What the planner is told. */
export interface PlanOptions {
  readonly vocabulary: Vocabulary;
  /** The codec of a scenario, its own .proto files compiled. */
  codecOf(scenario: Scenario): PayloadCodec;
  /** Versions of nats-server to run on; several make a matrix. */
  readonly serverVersions?: readonly string[];
  /** Run on this server, whatever the scenarios say. */
  readonly serverUrl?: string;
  /** In place of the scenarios' own. */
  readonly timeoutMs?: number;
  /** Scenarios with any of these tags. */
  readonly tags?: readonly string[];
  /** Ids must contain one of these, or match it where it holds a `*`. */
  readonly filters?: readonly string[];
  /** How often each is run. Default: 1. */
  readonly repeat?: number;
  /** The folder of a scenario's file, absolute. */
  folderOf(scenario: Scenario): string;
}

/** What {@linkcode planScenarios} gives. */
export interface Planned {
  readonly plan: Plan;
  /** All problems of all scenarios, in file order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans everything that is to run. Nothing may be started while there are diagnostics. */
export function planScenarios(scenarios: readonly Scenario[], options: PlanOptions): Planned {
  const diagnostics: Diagnostic[] = [];
  const runs = scenarios.flatMap((scenario) => planScenario(scenario, options, diagnostics));
  const chosen = choose(runs, options, diagnostics);
  return {
    plan: { runs: chosen, sources: scenarios.map((scenario) => scenario.source) },
    diagnostics: unique(diagnostics),
  };
}

/** The .proto files a scenario names, as they stand in it. */
export function protoFilesOf(scenario: Scenario): readonly { path: string; span: Span }[] {
  const node = valueOf(scenario.root, "proto");
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string"
      ? [{ path: item.value, span: item.span }]
      : []
  );
}

type Combination = readonly (readonly [name: string, value: Node])[];

function planScenario(
  scenario: Scenario,
  options: PlanOptions,
  diagnostics: Diagnostic[],
): PlannedRun[] {
  const versions = options.serverVersions?.length ? options.serverVersions : [undefined];
  const repeats = Array.from({ length: options.repeat ?? 1 }, (_, index) => index + 1);
  return versions.flatMap((version) =>
    combinations(scenario).flatMap((combination) => {
      const run = planRun(scenario, combination, options, diagnostics);
      if (run === undefined) return [];
      return repeats.map((repeat) => ({
        ...run,
        id: runId(scenario.id, [
          ...(version === undefined ? [] : [["server", version] as const]),
          ...combination.map(([name, value]) => [name, toJson(value)] as const),
          ...(repeats.length === 1 ? [] : [["repeat", repeat] as const]),
        ]),
        ...(version === undefined ? {} : { serverVersion: version }),
      }));
    })
  );
}

function combinations(scenario: Scenario): readonly Combination[] {
  let all: Combination[] = [[]];
  for (const [name, values] of scenario.matrix) {
    all = all.flatMap((combination) =>
      values.items.map((value) => [...combination, [name, value] as const])
    );
  }
  return all;
}

function runId(id: string, parts: readonly (readonly [string, Json])[]): string {
  const written = parts.map(([name, value]) =>
    `/${name}=${typeof value === "string" ? value : JSON.stringify(value)}`
  );
  return `${id}${written.join("")}`;
}

function planRun(
  scenario: Scenario,
  combination: Combination,
  options: PlanOptions,
  diagnostics: Diagnostic[],
): PlannedRun | undefined {
  const before = diagnostics.length;
  const { lookup, names } = resolveVariables(scenario, combination, diagnostics);
  const top = fillTop(scenario.root, lookup, names, diagnostics);
  const decoded = decode(topLevelSchema, top, "scenario");
  diagnostics.push(...decoded.diagnostics);
  const codec = options.codecOf(scenario);
  const actors = planActors(top, options.vocabulary, diagnostics);
  const scope: Scope = {
    vocabulary: options.vocabulary,
    codec,
    messages: planMessages(top, codec, diagnostics),
    actors,
    lookup,
    planned: names,
    saved: new Set(runVariables),
    subscriptions: new Map(),
    names: new Map(),
    managed: options.serverUrl === undefined &&
      valueOf(valueOf(top, "server"), "url") === undefined,
    diagnostics,
  };
  const planned = (["setup", "steps", "teardown"] as const).map((key) =>
    planSteps(scope, valueOf(scenario.root, key), { id: key, locals: [] })
  );
  const [setup = [], steps = [], teardown = []] = planned;
  const invariants = planInvariants(scope, top);
  checkFeatures(top, options.vocabulary, diagnostics);
  const value = decoded.value;
  if (value === undefined || diagnostics.length > before) return undefined;
  const output = valueOf(top, "output");
  const server = serverSpec(value.server, options.serverUrl);
  return {
    id: scenario.id,
    title: scenario.title,
    tags: scenario.tags,
    file: scenario.source.path,
    titleSpan: scenario.titleSpan,
    requires: {
      driver: value.requires.driver,
      ...(value.requires.server === undefined ? {} : { server: value.requires.server }),
    },
    timeoutMs: options.timeoutMs ?? value.timeout,
    retries: value.retries,
    server,
    proto: value.proto,
    messages: scope.messages,
    actors,
    setup,
    steps,
    teardown,
    invariants,
    folder: options.folderOf(scenario),
    secrets: secretsOf(actors, "url" in server ? [server.url] : []),
    ...(scenario.about === undefined ? {} : { about: scenario.about }),
    ...(value.output === undefined || output === undefined
      ? {}
      : { output: { text: value.output, span: output.span } }),
  };
}

function serverSpec(
  server: { readonly url: string } | {
    readonly nodes: number;
    readonly jetstream: boolean;
    readonly websocket: boolean;
    readonly config?: string | undefined;
  },
  url: string | undefined,
): ServerSpec {
  if (url !== undefined) return { url };
  if ("url" in server) return server;
  const { config, ...rest } = server;
  return config === undefined ? rest : { ...rest, config };
}

/** Values of the matrix and of `vars`; a value may use those before it. */
function resolveVariables(
  scenario: Scenario,
  combination: Combination,
  diagnostics: Diagnostic[],
): { lookup: Lookup; names: ReadonlySet<string> } {
  const values = new Map<string, Json>();
  const lookup: Lookup = (variable) => follow(values.get(variable.name), variable.path);
  for (const [name, value] of combination) values.set(name, toJson(value));
  for (const [name, value] of scenario.vars) {
    if (values.has(name)) {
      diagnostics.push({
        severity: "error",
        message: `"${name}" stands in "vars" and in "matrix"`,
        span: value.span,
      });
    }
    const before = diagnostics.length;
    checkVariables(variableScope(values, diagnostics), value, []);
    if (diagnostics.length === before) values.set(name, toJson(fillNode(value, lookup, "throw")));
    else values.set(name, null);
  }
  return { lookup, names: new Set(values.keys()) };
}

/** The part of a scope that checking variables needs. */
function variableScope(values: ReadonlyMap<string, Json>, diagnostics: Diagnostic[]) {
  return { planned: new Set(values.keys()), saved: new Set<string>(), diagnostics };
}

/** Prose, and what is filled elsewhere. */
const unfilled = ["scenario", "about", "tags", "setup", "steps", "teardown", "vars", "matrix"];

/** The top level with its variables filled; steps are filled one by one, later. */
function fillTop(
  root: MapNode,
  lookup: Lookup,
  planned: ReadonlySet<string>,
  diagnostics: Diagnostic[],
): MapNode {
  const scope = { planned, saved: new Set<string>(), diagnostics };
  const entries = root.entries.map((entry) => {
    if (unfilled.includes(entry.key)) return entry;
    const before = diagnostics.length;
    // What actors are given may name the servers, which only the run knows: it fills the rest.
    const late = entry.key === "actors";
    checkVariables(scope, entry.value, late ? runVariables : []);
    return diagnostics.length > before
      ? entry
      : { ...entry, value: fillNode(entry.value, lookup, late ? "keep" : "throw") };
  });
  return { ...root, entries };
}

function checkFeatures(root: Node, vocabulary: Vocabulary, diagnostics: Diagnostic[]): void {
  const node = valueOf(valueOf(root, "requires"), "driver");
  if (node?.kind !== "list") return;
  for (const item of node.items) {
    const name = String(toJson(item));
    if (vocabulary.features.has(name)) continue;
    const known = [...vocabulary.features];
    diagnostics.push({
      severity: "error",
      message: `unknown driver feature "${name}"`,
      span: item.span,
      help: didYouMean(name, known) ?? `features: ${known.join(", ")}`,
    });
  }
}

function choose(
  runs: readonly PlannedRun[],
  options: PlanOptions,
  diagnostics: Diagnostic[],
): readonly PlannedRun[] {
  const tags = options.tags ?? [];
  const known = [...new Set(runs.flatMap((run) => run.tags))].sort();
  for (const tag of tags) {
    if (known.includes(tag)) continue;
    diagnostics.push({
      severity: "error",
      message: `no scenario has the tag "${tag}"`,
      help: didYouMean(tag, known) ?? `tags: ${known.join(", ")}`,
    });
  }
  const tagged = tags.length === 0
    ? runs
    : runs.filter((run) => run.tags.some((tag) => tags.includes(tag)));
  const filters = options.filters ?? [];
  for (const filter of filters) {
    if (tagged.some((run) => idMatches(filter, run.id))) continue;
    const ids = runs.map((run) => run.id);
    diagnostics.push({
      severity: "error",
      message: `no scenario matches the filter "${filter}"`,
      help: didYouMean(filter, ids) ?? "`natsrig list` shows the ids",
    });
  }
  return filters.length === 0
    ? tagged
    : tagged.filter((run) => filters.some((filter) => idMatches(filter, run.id)));
}

/** Whether a filter means an id: a part of it, or a pattern with `*` for the whole of it. */
export function idMatches(filter: string, id: string): boolean {
  if (!filter.includes("*")) return id.includes(filter);
  const parts = filter.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(id);
}

/** Runs of one scenario find the same problems; each is shown once. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const key = JSON.stringify([diagnostic.span, diagnostic.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
