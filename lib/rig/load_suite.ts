// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** From paths on a command line to a plan: reading, compiling, planning. @module */

import type { PayloadCodec } from "../codec/types.ts";
import type { Vocabulary } from "../scenario/environment.ts";
import { type PlanOptions, planScenarios } from "../scenario/plan.ts";
import type { Diagnostic, Plan, Scenario, Source } from "../scenario/types.ts";
import { compileProtos, unknownTypes } from "./compile_protos.ts";
import { type ReadScenarios, readScenarios } from "./read_scenarios.ts";
import { vocabulary } from "./vocabulary.ts";

/** What is to be loaded, and which runs of it. */
export interface LoadSuiteOptions extends
  Pick<
    PlanOptions,
    "serverVersions" | "serverUrl" | "timeoutMs" | "tags" | "filters" | "repeat"
  > {
  /** Files, folders and globs. */
  readonly paths: readonly string[];
  /** What relative paths start from, absolute. */
  readonly cwd: string;
  /** Ends the compiling of .proto files. */
  readonly signal?: AbortSignal;
  /** Told when something takes a while. */
  readonly progress?: (line: string) => void;
}

/** Scenario files, loaded and planned. Nothing may be started while there are diagnostics. */
export interface Suite {
  /** What is going to run. */
  readonly plan: Plan;
  /** Every scenario that could be parsed, in input order. */
  readonly scenarios: readonly Scenario[];
  /** All problems of all files, in input order. */
  readonly diagnostics: readonly Diagnostic[];
  /** The words the scenarios were planned with. */
  readonly vocabulary: Vocabulary;
  /** A text that a diagnostic or a verdict points into. */
  source(path: string): Source | undefined;
  /** The codec of a scenario's file. */
  codecOf(file: string): PayloadCodec;
  /** The ids of all runs, also of those that tags and filters leave out. */
  allIds(): readonly string[];
}

/**
 * Loads scenarios. Problems of files come as diagnostics, all at once.
 *
 * @throws {ProtoError} `tool` where .proto files cannot be compiled for want of the compiler
 */
export async function loadSuite(options: LoadSuiteOptions): Promise<Suite> {
  const read = readScenarios(options.paths, options.cwd);
  const protos = await compileProtos(read.scenarios, {
    cwd: options.cwd,
    folderOf: read.folderOf,
    ...(options.signal !== undefined && { signal: options.signal }),
    ...(options.progress !== undefined && { progress: options.progress }),
  });
  return planSuite(read, options, {
    codecOf: (file) => protos.codecs.get(file) ?? protos.plain,
    diagnostics: protos.diagnostics,
    sources: protos.sources,
  });
}

/**
 * Loads scenarios without compiling their .proto files: which runs there are is known at once,
 * payload types are not checked, and nothing can be performed with it.
 */
export function previewSuite(options: LoadSuiteOptions): Suite {
  const read = readScenarios(options.paths, options.cwd);
  return planSuite(read, options, {
    codecOf: () => unknownTypes,
    diagnostics: [],
    sources: [],
  });
}

/** What compiling .proto files adds. */
interface Types {
  codecOf(file: string): PayloadCodec;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly Source[];
}

function planSuite(read: ReadScenarios, options: LoadSuiteOptions, types: Types): Suite {
  const found = [...read.diagnostics, ...types.diagnostics];
  const { tags, filters, ...unselected } = options;
  const plan = (selection: Pick<LoadSuiteOptions, "tags" | "filters">) =>
    planScenarios(read.scenarios, {
      ...unselected,
      ...selection,
      vocabulary,
      codecOf: (scenario) => types.codecOf(scenario.source.path),
      folderOf: read.folderOf,
    });
  const all = plan({});
  // With problems in files, "no scenario matches" would be a guess.
  const clean = found.length === 0 && all.diagnostics.length === 0;
  const planned = clean ? plan({ ...(tags && { tags }), ...(filters && { filters }) }) : all;
  const sources = new Map(
    [...read.sources, ...types.sources].map((source) => [source.path, source]),
  );
  return {
    plan: planned.plan,
    scenarios: read.scenarios,
    diagnostics: inInputOrder([...found, ...planned.diagnostics], read.files),
    vocabulary,
    source: (path) => sources.get(path),
    codecOf: types.codecOf,
    allIds: () => all.plan.runs.map(({ id }) => id),
  };
}

/** By file, then by place; a problem that two stages found is there once. */
function inInputOrder(
  diagnostics: readonly Diagnostic[],
  files: readonly string[],
): readonly Diagnostic[] {
  const place = new Map(files.map((file, index) => [file, index]));
  const rank = ({ file, span }: Diagnostic) => place.get(file ?? span?.file ?? "") ?? files.length;
  const seen = new Set<string>();
  return diagnostics
    .filter((diagnostic) => {
      const key = JSON.stringify([diagnostic.file, diagnostic.span, diagnostic.message]);
      return !seen.has(key) && seen.add(key);
    })
    .toSorted((a, b) => rank(a) - rank(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
}
