// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * `deno task bench`: what the rig itself costs, next to the bare cost of starting and stopping
 * nats-server the same way. `--runs N` sets how often each time is taken.
 *
 * @module
 */

import { chooseServers, loadSuite, openRig, type Suite } from "../lib/rig/mod.ts";
import type { PlannedRun } from "../lib/scenario/types.ts";
import { findServer, holdGuard, startServer, versionSatisfies } from "../lib/server/mod.ts";
import { countOption } from "./count_option.ts";
import { describeMachine } from "./machine.ts";
import { measure, quantile, renderTable, renderTimes, type Subject } from "./measure.ts";
import { runProgram } from "./program.ts";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
const emptyFile = fileURLToPath(new URL("scenario/empty.yaml", import.meta.url));
const pairFile = fileURLToPath(new URL("scenario/publish_receive.yaml", import.meta.url));

/** How many scenarios the whole program runs at a stretch. */
const many = 100;

const bare = "nats-server, start to stop";
const bareMany = `nats-server, ${many} times, two at a time`;
const bareDeno = "deno eval 0";
const emptyScenario = "empty scenario";
const check = "natsrig check, one file";

if (import.meta.main) {
  await runProgram({ read: (args) => countOption(args, { name: "runs", preset: 30 }), run: bench });
}

async function bench(runs: number, signal: AbortSignal): Promise<boolean> {
  const server = await findServer({ signal });
  console.log(describeMachine(server.version));
  // One guard for all that is measured, so that its own start is in none of the figures.
  await using _guard = holdGuard();
  const suite = await loadSuite({ paths: [emptyFile, pairFile], cwd: Deno.cwd(), signal });
  if (suite.diagnostics.length > 0) throw new Error(suite.diagnostics[0]?.message);
  const finder = { find: () => Promise.resolve(server), satisfies: versionSatisfies };
  const servers = await chooseServers(suite.plan.runs, finder);
  await using rig = openRig({ suite, servers });
  const perform = scenario(suite, rig.perform);
  const single = await measure([
    { name: bare, perform: (signal) => startAndStop(server.path, signal) },
    { name: emptyScenario, base: bare, perform: perform("empty") },
    { name: "publish and receive", base: bare, perform: perform("publish-receive") },
  ], { runs, signal, progress: shower("scenarios", runs) });
  const start = await measure(startUps(), { runs, signal, progress: shower("start-up", runs) });
  const long = Math.max(3, Math.ceil(runs / 10));
  const stretch = await measure(stretches(server.path), {
    runs: long,
    signal,
    progress: shower("stretches", long),
  });
  console.log(renderTimes([...single, ...start, ...stretch]));
  console.log(renderAims(new Map([...single, ...start].map(({ name, values }) => [name, values]))));
  return true;
}

function scenario(suite: Suite, perform: ReturnType<typeof openRig>["perform"]) {
  return (id: string) => async (signal: AbortSignal) => {
    const run = suite.plan.runs.find((each): each is PlannedRun => each.id === id);
    if (run === undefined) throw new Error(`There is no scenario ${id}`);
    const verdict = await perform(run, { number: 1, signal, progress: () => {} });
    if (verdict.outcome === "pass") return;
    const problem = verdict.problems[0]?.message ?? verdict.reason ?? "no problem was named";
    throw new Error(`The scenario ${id} did not pass: ${verdict.outcome}, ${problem}`);
  };
}

async function startAndStop(binary: string, signal: AbortSignal): Promise<void> {
  await using _server = await startServer({ binary, signal });
}

function startUps(): readonly Subject[] {
  return [
    { name: bareDeno, perform: (signal) => runDeno(["eval", "0"], { signal }) },
    {
      name: check,
      base: bareDeno,
      perform: (signal) => runDeno(["run", "-A", main, "check", pairFile], { signal }),
    },
  ];
}

function stretches(binary: string): readonly Subject[] {
  const args = ["run", "-A", main, "run", "--jobs", "2", "--repeat", `${many}`, pairFile];
  const env = { NATSRIG_SERVER: binary };
  return [
    {
      name: bareMany,
      perform: async (signal) => {
        let left = many;
        const work = async () => {
          while (left-- > 0) await startAndStop(binary, signal);
        };
        await Promise.all([work(), work()]);
      },
    },
    {
      name: `natsrig run, ${many} scenarios, --jobs 2`,
      base: bareMany,
      perform: (signal) => runDeno(args, { env, signal }),
    },
  ];
}

async function runDeno(
  args: readonly string[],
  { env = {}, signal }: {
    readonly env?: { readonly [name: string]: string };
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: { ...env, NO_COLOR: "1" },
    signal,
  }).output();
  signal.throwIfAborted();
  const decoder = new TextDecoder();
  if (!success) {
    throw new Error(
      `deno ${args.join(" ")} failed:\n${decoder.decode(stdout)}${decoder.decode(stderr)}`,
    );
  }
}

function renderAims(values: ReadonlyMap<string, readonly number[]>): string {
  const median = (name: string) => quantile(values.get(name) ?? [], 0.5);
  const ratio = median(emptyScenario) / median(bare);
  const verdict = (met: boolean) => met ? "met" : "missed";
  return renderTable([
    ["aim", "limit", "measured", ""],
    [
      "empty scenario against the bare server",
      "1.30 x",
      `${ratio.toFixed(2)} x`,
      verdict(ratio <= 1.3),
    ],
    ["check of one file", "250 ms", `${median(check).toFixed(0)} ms`, verdict(median(check) < 250)],
  ]);
}

function shower(what: string, runs: number): (round: number) => void {
  if (!Deno.stderr.isTerminal()) return () => {};
  const encoder = new TextEncoder();
  return (round) => {
    const text = round === runs ? "" : `${what} ${round} of ${runs}`;
    Deno.stderr.writeSync(encoder.encode(`\r\x1b[2K${text}`));
  };
}
