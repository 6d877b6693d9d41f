// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Scenario files, found, read and parsed. @module */

import { parseScenario } from "../scenario/parse.ts";
import type { Diagnostic, Scenario, Source } from "../scenario/types.ts";
import { findFiles } from "./find_files.ts";
import { readSource } from "./read_source.ts";
import { dirname } from "node:path";

/** What {@linkcode readScenarios} gives. */
export interface ReadScenarios {
  /** Those that could be parsed, in input order. */
  readonly scenarios: readonly Scenario[];
  /** The files that could be read, in input order. */
  readonly sources: readonly Source[];
  /** What is wrong with paths and files. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files that were looked at, as people are shown them, in input order. */
  readonly files: readonly string[];
  /** The folder of a scenario's file, absolute. */
  folderOf(scenario: Scenario): string;
}

/**
 * Finds, reads and parses scenario files; whatever is wrong comes as diagnostics.
 *
 * @param paths files, folders and globs
 * @param cwd what relative paths start from, absolute
 */
export function readScenarios(paths: readonly string[], cwd: string): ReadScenarios {
  const { files, diagnostics } = findFiles(paths, cwd);
  const scenarios: Scenario[] = [];
  const sources: Source[] = [];
  for (const file of files) {
    const { source, diagnostic } = readSource(file.path, file.shown);
    if (diagnostic !== undefined) diagnostics.push(diagnostic);
    if (source === undefined) continue;
    sources.push(source);
    const parsed = parseScenario(source, { id: file.id });
    diagnostics.push(...parsed.diagnostics);
    if (parsed.scenario !== undefined) scenarios.push(parsed.scenario);
  }
  const folders = new Map(files.map(({ shown, path }) => [shown, dirname(path)]));
  return {
    scenarios,
    sources,
    diagnostics,
    files: files.map(({ shown }) => shown),
    folderOf: (scenario) => folders.get(scenario.source.path) ?? cwd,
  };
}
