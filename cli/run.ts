// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig run`: performs scenarios. @module */

import type { Summary } from "../lib/report/types.ts";
import type { Suite } from "../lib/rig/load_suite.ts";
import type { PlannedRun, RunEvent, Source } from "../lib/scenario/types.ts";
import { maskSource } from "../lib/scenario/mask.ts";
import type { Command, Input } from "./command.ts";
import { describeServers, ProgressLine, serverFinder } from "./find_servers.ts";
import { exitCode, exitCodeOf, type Io, type StopSignal } from "./io.ts";
import { openFile, reportTargets } from "./report_targets.ts";
import { runFlags, type RunOptions, runOptions } from "./run_options.ts";
import { loadSelected, scenarioPaths } from "./selection.ts";
import { showDiagnostics, showProblems } from "./show_diagnostics.ts";

/** Performs scenarios on real servers. */
export const run: Command = {
  name: "run",
  about: "perform scenarios on real nats-servers",
  positionals: scenarioPaths,
  flags: runFlags,
  examples: [
    { line: "natsrig run", about: "all of scenarios/" },
    { line: "natsrig run echo.yaml --repeat 20 --jobs 4", about: "look for what is flaky" },
    { line: "natsrig run --tag jetstream --fail-fast", about: "only those, up to a failure" },
    { line: "natsrig run --report junit:results.xml", about: "text on stdout, JUnit in a file" },
    { line: "natsrig run --server-version 2.10 --server-version 2.15", about: "on both versions" },
    { line: "natsrig run --server nats://127.0.0.1:4222", about: "on a server that runs already" },
  ],
  run: runCommand,
};

async function runCommand(input: Input, io: Io): Promise<number> {
  const options = runOptions(input, io);
  const stop = new AbortController();
  let stoppedBy: StopSignal | undefined;
  const { cancellation } = await import("../lib/rig/run_suite.ts");
  using _listener = io.onStop((signal) => {
    // The second one does not wait; what still runs is ended by its guards.
    if (stoppedBy !== undefined) io.exit(exitCodeOf(signal));
    stoppedBy = signal;
    stop.abort(cancellation(signal));
  });
  try {
    const suite = await load(input, io, options, stop.signal);
    if (suite === undefined) return exitCode.usage;
    const summary = await perform(suite, options, { io, signal: stop.signal });
    return stoppedBy === undefined ? exitCodeFor(summary) : exitCodeOf(stoppedBy);
  } catch (error) {
    // What a stop interrupts fails in many ways; none of them is news.
    if (stoppedBy !== undefined && stop.signal.aborted) return exitCodeOf(stoppedBy);
    throw error;
  }
}

/** The exit code of a finished suite. */
export function exitCodeFor(summary: Summary): number {
  if (summary.failed > summary.errors) return exitCode.failed;
  return summary.errors > 0 ? exitCode.rig : exitCode.ok;
}

async function load(
  input: Input,
  io: Io,
  options: RunOptions,
  signal: AbortSignal,
): Promise<Suite | undefined> {
  using progress = new ProgressLine(io);
  const suite = await loadSelected(input, io, {
    ...options.plan,
    signal,
    progress: (text) => progress.show({ provider: "protobuf", text }),
  });
  if (showProblems(suite, io)) return undefined;
  const { knownFailing } = options;
  if (knownFailing === undefined) return suite;
  const { unmatchedFailures } = await import("../lib/rig/known_failing.ts");
  const { didYouMean } = await import("../lib/scenario/suggest.ts");
  const unmatched = unmatchedFailures(knownFailing.list, suite.allIds(), didYouMean);
  if (unmatched.length === 0) return suite;
  showDiagnostics(unmatched, () => knownFailing.source, io);
  return undefined;
}

async function perform(
  suite: Suite,
  options: RunOptions,
  place: { readonly io: Io; readonly signal: AbortSignal },
): Promise<Summary> {
  const { io, signal } = place;
  const rig = await import("../lib/rig/mod.ts");
  const servers = await findServers(suite.plan.runs, place);
  using files = new DisposableStack();
  const writeEvents = await eventWriter(options.events, files);
  const source = maskedSources(suite, options, rig.secretsByFile(suite.plan));
  using reports = rig.openReports(reportTargets(options.reports, source, { io, files }));
  const server = describeServers(servers.servers);
  const kept: string[] = [];
  await using performer = rig.openRig({
    suite,
    servers,
    keep: options.keep,
    onKept: (run, folders) => kept.push(`kept for ${run.id}: ${folders.join(" ")}\n`),
    onEvents: writeEvents,
  });
  const { summary } = await rig.runSuite(suite.plan, {
    perform: performer.perform,
    jobs: options.jobs,
    failFast: options.failFast,
    ...(options.knownFailing !== undefined && { knownFailing: options.knownFailing.list }),
    ...(server !== undefined && { server }),
    handle: reports.handle,
    signal,
  });
  io.stderr.write(kept.join(""));
  return summary;
}

async function findServers(
  runs: readonly PlannedRun[],
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
) {
  using progress = new ProgressLine(io);
  const { chooseServers } = await import("../lib/rig/choose_servers.ts");
  return await chooseServers(runs, await serverFinder(progress, { signal, env: io.env }));
}

async function eventWriter(
  path: string | undefined,
  files: DisposableStack,
): Promise<(run: PlannedRun, events: readonly RunEvent[]) => void> {
  if (path === undefined) return () => {};
  const { toNdjson } = await import("../lib/scenario/event_log.ts");
  const file = files.use(openFile(path));
  return (run, events) => file.write(toNdjson(run.id, events, run.secrets));
}

function maskedSources(
  suite: Suite,
  options: RunOptions,
  secrets: ReadonlyMap<string, readonly string[]>,
): (path: string) => Source | undefined {
  return (path) => {
    if (path === options.knownFailing?.source.path) return options.knownFailing.source;
    const source = suite.source(path);
    return source && maskSource(source, secrets.get(path) ?? []);
  };
}
