// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Performing runs for real: registries, driver and servers wired together. @module */

import type { RunEnvironment, StartShell } from "../scenario/environment.ts";
import { judge, runScenario } from "../scenario/mod.ts";
import type { PlannedRun, PlannedStep, RunEvent, Verdict } from "../scenario/types.ts";
import { inProcessDriver } from "../driver/mod.ts";
import { holdGuard, spawnGuarded, startCluster } from "../server/mod.ts";
import { startApplication } from "../app/mod.ts";
import type { ServerChoice } from "./choose_servers.ts";
import type { Suite } from "./load_suite.ts";
import { maskVerdict } from "./mask_verdict.ts";
import { type Perform, type RunAttempt, skipped } from "./run_suite.ts";

/** What {@linkcode openRig} is told. */
export interface RigOptions {
  /** What is going to run. */
  readonly suite: Suite;
  /** What each run is performed on. */
  readonly servers: ServerChoice;
  /** Keep the servers' folders. Default: false. */
  readonly keep?: boolean;
  /** Sees the folders that are kept. */
  readonly onKept?: (run: PlannedRun, folders: readonly string[]) => void;
  /** Sees the event log of each try. */
  readonly onEvents?: (run: PlannedRun, events: readonly RunEvent[]) => void;
}

/** What performs runs. While it is open, one guard looks after all processes of its runs. */
export interface Rig extends AsyncDisposable {
  /** Performs a run on real servers and judges what happened. */
  readonly perform: Perform;
}

/** Makes what performs the runs of a suite. */
export function openRig(options: RigOptions): Rig {
  const driver = inProcessDriver();
  const guard = holdGuard();
  const { vocabulary } = options.suite;

  async function perform(run: PlannedRun, attempt: RunAttempt): Promise<Verdict> {
    if (run.unfit !== undefined) return skipped(run, run.unfit);
    const missing = run.requires.driver.filter((feature) =>
      ![...driver.features].some((known) => known === feature)
    );
    if (missing.length > 0) {
      return skipped(run, `needs ${missing.join(", ")}, which the driver ${driver.name} lacks`);
    }
    const choice = options.servers.of(run);
    if (choice.kind === "none") return skipped(run, choice.reason);
    const events = await runScenario(run, {
      vocabulary,
      driver,
      codec: options.suite.codecOf(run.file),
      startApplication,
      startShell,
      startServers: serversOf(run, choice.kind === "managed" ? choice.server.path : "", options),
      observe: observerOf(run, attempt),
      signal: attempt.signal,
      attempt: attempt.number,
    });
    options.onEvents?.(run, events);
    return maskVerdict(judge(run, events, { matchers: vocabulary.matchers }), run.secrets);
  }

  return { perform, [Symbol.asyncDispose]: () => guard[Symbol.asyncDispose]() };
}

function serversOf(
  run: PlannedRun,
  binary: string,
  { keep = false, onKept }: RigOptions,
): RunEnvironment["startServers"] {
  return async (spec, { signal, observe }) => {
    const cluster = await startCluster({ ...spec, binary, keep, observe, signal });
    if (keep) onKept?.(run, cluster.nodes.map(({ folder }) => folder));
    return cluster;
  };
}

const startShell: StartShell = (command, { env, folder, stdin }) =>
  spawnGuarded({
    ...Deno.build.os === "windows"
      ? { command: "cmd", args: ["/d", "/s", "/c", command] }
      : { command: "/bin/sh", args: ["-c", command] },
    env,
    cwd: folder,
    group: true,
    ...(stdin !== undefined && { stdin }),
  });

/** Tells the step that has just started, as the scenario has it, and when a run only sleeps. */
function observerOf(run: PlannedRun, attempt: RunAttempt): (event: RunEvent) => void {
  const top = [run.setup, run.steps, run.teardown].flat();
  const steps = new Map<string, string>();
  const add = (step: PlannedStep) => {
    steps.set(step.id, step.name ?? `${step.action} ${step.subject}`.trim());
    step.children.forEach(add);
  };
  top.forEach(add);
  const sleeps = new Set(top.filter(({ action }) => action === "sleep").map(({ id }) => id));
  return (event) => {
    if (event.step === undefined) return;
    const name = steps.get(event.step);
    if (event.kind === "step-start" && name !== undefined) attempt.progress(name);
    if (!sleeps.has(event.step)) return;
    if (event.kind === "step-start") attempt.rest?.(true);
    if (event.kind === "step-end") attempt.rest?.(false);
  };
}
