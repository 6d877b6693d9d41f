// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The second stage: scenarios to the runs they come to, everything checked. @module */

import type { PayloadCodec } from "../codec/types.ts";
import { decode } from "./decode.ts";
import type { Vocabulary } from "./environment.ts";
import { combinationsOf, runId } from "./matrix.ts";
import type { Combination } from "./matrix.ts";
import { toJson, valueOf } from "./node.ts";
import { planSteps } from "./plan_step.ts";
import { planActors, planInvariants, planMessages, secretsOf } from "./plan_top_level.ts";
import { serverSpec, unfitFor } from "./plan_server.ts";
import { topLevelSchema } from "./schema.ts";
import { fillTop, resolveVariables, savedIn } from "./resolve_variables.ts";
import { runVariables } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { didYouMean } from "./suggest.ts";
import type { Diagnostic, Node, Plan, PlannedRun, Scenario, Span } from "./types.ts";

/** What the planner is told. */
export interface PlanOptions {
  /** The language's words. */
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
  /** What is going to run; not complete where there are diagnostics. */
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

function planScenario(
  scenario: Scenario,
  options: PlanOptions,
  diagnostics: Diagnostic[],
): PlannedRun[] {
  const versions = options.serverVersions?.length ? options.serverVersions : [undefined];
  const combinations = combinationsOf(scenario, diagnostics);
  const repeats = Array.from({ length: options.repeat ?? 1 }, (_, index) => index + 1);
  return versions.flatMap((version) =>
    combinations.flatMap((combination) => {
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

function planRun(
  scenario: Scenario,
  combination: Combination,
  options: PlanOptions,
  diagnostics: Diagnostic[],
): PlannedRun | undefined {
  const before = diagnostics.length;
  const { lookup, names } = resolveVariables(scenario, combination, diagnostics);
  const top = fillTop(scenario.root, { planned: names, lookup, diagnostics });
  const decoded = decode(topLevelSchema, top, "the scenario");
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
    later: savedIn(scenario.root),
    subscriptions: new Map(),
    names: new Map(),
    ...(decoded.value === undefined ? {} : { server: decoded.value.server }),
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
  const unfit = options.serverUrl === undefined
    ? undefined
    : unfitFor(value.server, [...setup, ...steps, ...teardown], options.vocabulary);
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
    messages: scope.messages,
    actors,
    setup,
    steps,
    teardown,
    invariants,
    folder: options.folderOf(scenario),
    secrets: secretsOf(actors, "url" in server ? [server.url] : []),
    ...(unfit === undefined ? {} : { unfit }),
    ...(scenario.about === undefined ? {} : { about: scenario.about }),
    ...(value.output === undefined || output === undefined
      ? {}
      : { output: { text: value.output, span: output.span } }),
  };
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
      help: didYouMean(tag, known) ??
        (known.length === 0 ? "none has any tag" : `tags: ${known.join(", ")}`),
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
