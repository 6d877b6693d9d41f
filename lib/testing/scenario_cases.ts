// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Scenarios as cases of `deno test`. @module */

import {
  chooseServers,
  loadSuite,
  type LoadSuiteOptions,
  openRig,
  previewSuite,
  runSuite,
  type Suite,
} from "../rig/mod.ts";
import { renderDiagnostic } from "../scenario/diagnostic.ts";
import { maskSource } from "../scenario/mask.ts";
import type { Diagnostic, PlannedRun, Verdict } from "../scenario/types.ts";
import { findServer, versionSatisfies } from "../server/mod.ts";
import { fileURLToPath } from "node:url";

/** Which scenarios are to be cases. */
export interface ScenarioTestOptions extends
  Pick<
    LoadSuiteOptions,
    "serverVersions" | "serverUrl" | "timeoutMs" | "tags" | "filters" | "repeat"
  > {
  /** Registers the cases as ignored. Default: false. */
  readonly ignore?: boolean;
}

/**
 * Registers scenarios as cases of `deno test`, one for each run: `scenario caching-echo`. A case
 * fails with what the rig would report; a scenario that cannot be read, or is not valid, is a case
 * that fails. A run that is skipped or noisy says so, and passes.
 *
 * @example
 * ```ts ignore
 * import { scenarioTest } from "@natsrig/natsrig/testing";
 *
 * scenarioTest(new URL("./scenarios/*.yaml", import.meta.url));
 * ```
 *
 * @param paths files, folders or globs, relative to the working directory, or `file:` URLs
 */
export function scenarioTest(
  paths: string | URL | readonly (string | URL)[],
  options: ScenarioTestOptions = {},
): void {
  const list = typeof paths === "string" || paths instanceof URL ? [paths] : paths;
  const { ignore = false, ...selection } = options;
  const load: LoadSuiteOptions = { ...selection, paths: list.map(toPath), cwd: Deno.cwd() };
  const preview = previewSuite(load);
  if (preview.diagnostics.length > 0) {
    Deno.test({
      name: `scenarios in ${list.join(", ")} are valid`,
      ignore,
      fn: () => {
        throw new Error(renderProblems(preview.diagnostics, preview.source));
      },
    });
    return;
  }
  const suite = once(() => loadSuite(load));
  for (const { id } of preview.plan.runs) {
    Deno.test({ name: `scenario ${id}`, ignore, fn: async () => performCase(id, await suite()) });
  }
}

function toPath(path: string | URL): string {
  return path instanceof URL || path.startsWith("file:") ? fileURLToPath(path) : path;
}

/** Loads when first asked; the cases of a file share it. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => loaded ??= load();
}

async function performCase(id: string, suite: Suite): Promise<void> {
  if (suite.diagnostics.length > 0) {
    throw new Error(renderProblems(suite.diagnostics, suite.source));
  }
  const runs = suite.plan.runs.filter((run) => run.id === id);
  const servers = await chooseServers(runs, { find: findServer, satisfies: versionSatisfies });
  await using rig = openRig({ suite, servers });
  const { verdicts } = await runSuite({ ...suite.plan, runs }, {
    perform: rig.perform,
    jobs: 1,
    handle: () => {},
    signal: new AbortController().signal,
  });
  for (const verdict of verdicts) report(verdict, runs, suite);
}

function report(verdict: Verdict, runs: readonly PlannedRun[], suite: Suite): void {
  const secrets = runs.flatMap((run) => run.secrets);
  const problems = () =>
    renderProblems(verdict.problems, (path) => {
      const source = suite.source(path);
      return source && maskSource(source, secrets);
    });
  if (verdict.outcome === "skip") console.warn(`skipped: ${verdict.reason}`);
  if (verdict.outcome === "noisy") console.warn(`noisy, not judged:\n${problems()}`);
  if (verdict.outcome !== "fail" && verdict.outcome !== "error") return;
  const log = verdict.serverLog === undefined ? "" : `\n${verdict.serverLog.join("\n")}`;
  throw new Error(`${verdict.title} (${verdict.id})\n${problems()}${log}`);
}

function renderProblems(diagnostics: readonly Diagnostic[], source: Suite["source"]): string {
  return diagnostics.map((diagnostic) => {
    const file = diagnostic.span?.file ?? diagnostic.file;
    const found = file === undefined ? undefined : source(file);
    return renderDiagnostic(diagnostic, found, { colour: false });
  }).join("\n\n");
}
