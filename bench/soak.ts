// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * `deno task soak`: the stock scenarios again and again while other processes keep every core
 * busy. Counts outcomes and retries, and looks after each round for processes, ports and folders
 * that are left. `--times N` sets how often, 50 at first. Exit code 1 where something failed or
 * was left.
 *
 * @module
 */

import { findServer, type GuardedProcess, holdGuard, spawnGuarded } from "../lib/server/mod.ts";
import { countOption } from "./count_option.ts";
import { awaitNoLeftovers, type LeftoverOptions, takeSnapshot } from "./leftover.ts";
import { describeMachine } from "./machine.ts";
import { runProgram } from "./program.ts";
import { count, parseRound, renderTally, type RoundVerdict } from "./tally.ts";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
const scenarios = fileURLToPath(new URL("../scenarios", import.meta.url));

/** How long processes may take to go once the program has ended, in milliseconds. */
const patienceMs = 5000;

/** What a round came to. */
interface Round {
  readonly verdicts: readonly RoundVerdict[];
  readonly leftovers: readonly string[];
  /** What the program wrote, where it did not end well. */
  readonly trouble?: string;
}

/** What all rounds came to. */
interface Outcome {
  readonly verdicts: readonly RoundVerdict[];
  readonly leftovers: number;
  /** Rounds in which the program did not end well. */
  readonly broken: number;
}

if (import.meta.main) {
  await runProgram({ read: (args) => countOption(args, { name: "times", preset: 50 }), run: soak });
}

async function soak(times: number, signal: AbortSignal): Promise<boolean> {
  const server = await findServer({ signal });
  await using _guard = holdGuard();
  await using hogs = new AsyncDisposableStack();
  for (let core = 0; core < availableParallelism(); core++) hogs.use(await startHog());
  console.log(describeMachine(server.version));
  const { verdicts, leftovers, broken } = await rounds(times, server.path, signal);
  console.log(`\n${renderTally(verdicts)}`);
  const all = count(verdicts);
  console.log(
    `${verdicts.length} runs, ${all.fail} failed, ${all.error} errors, ${all.noisy} noisy, ` +
      `${all.retries} retries; ${leftovers} left over, ${broken} rounds ended badly`,
  );
  return verdicts.length > 0 && all.fail + all.error + leftovers + broken === 0;
}

async function rounds(times: number, binary: string, signal: AbortSignal): Promise<Outcome> {
  const verdicts: RoundVerdict[] = [];
  let leftovers = 0;
  let broken = 0;
  for (let number = 1; number <= times && !signal.aborted; number++) {
    const start = performance.now();
    const round = await playRound(binary, signal);
    if (signal.aborted) break;
    verdicts.push(...round.verdicts);
    leftovers += round.leftovers.length;
    if (round.trouble !== undefined) broken++;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`round ${number} of ${times}: ${summarize(round.verdicts)} in ${seconds} s`);
    show(round);
  }
  return { verdicts, leftovers, broken };
}

/** Runs the stock scenarios once, by the whole program, in a folder for temporary files of its own. */
async function playRound(binary: string, signal: AbortSignal): Promise<Round> {
  const folder = await Deno.makeTempDir({ prefix: "natsrig-soak-" });
  await using _guard = holdGuard({ folder });
  try {
    const temporary = `${folder}/tmp`;
    await Deno.mkdir(temporary);
    const mark = { variable: "NATSRIG_SOAK", value: crypto.randomUUID() };
    const look: LeftoverOptions = { mark, folder: temporary, before: await takeSnapshot() };
    const report = `${folder}/report.json`;
    await using program = await spawnGuarded({
      command: Deno.execPath(),
      args: ["run", "-A", main, "run", "--report", "text", "--report", `json:${report}`, scenarios],
      env: {
        [mark.variable]: mark.value,
        ...temporaryFolder(temporary),
        NATSRIG_SERVER: binary,
        NO_COLOR: "1",
      },
    });
    const { code, text } = await untilItEnds(program, signal);
    const leftovers = await awaitNoLeftovers(look, patienceMs);
    // 1: a scenario failed, 3: one could not be run; the report says which. Else it has no report.
    const reported = [0, 1, 3].includes(code) && await exists(report);
    const verdicts = reported ? parseRound(await Deno.readTextFile(report)) : [];
    const bad = verdicts.some(({ outcome }) => outcome === "fail" || outcome === "error");
    const trouble = verdicts.length === 0 || bad !== (code !== 0);
    return { verdicts, leftovers, ...(trouble && { trouble: `exit code ${code}\n${text}` }) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function untilItEnds(
  program: GuardedProcess,
  signal: AbortSignal,
): Promise<{ readonly code: number; readonly text: string }> {
  const stop = () => program.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  try {
    const [{ code }, ...texts] = await Promise.all([
      program.status,
      new Response(program.stdout).text(),
      new Response(program.stderr).text(),
    ]);
    return { code, text: texts.join("") };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Keeps one core busy until it is disposed of. */
async function startHog(): Promise<AsyncDisposable> {
  const hog = await spawnGuarded({
    command: Deno.execPath(),
    args: ["eval", "for (;;);"],
    stdout: "null",
  });
  return {
    [Symbol.asyncDispose]: async () => {
      await hog.stderr.cancel();
      await hog[Symbol.asyncDispose]();
    },
  };
}

/** Where programs put temporary files, by the variables of all systems. */
function temporaryFolder(path: string): { readonly [name: string]: string } {
  return { TMPDIR: path, TMP: path, TEMP: path };
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function summarize(verdicts: readonly RoundVerdict[]): string {
  const counts = Object.entries(count(verdicts)).filter(([, value]) => value > 0);
  return counts.map(([key, value]) => `${value} ${key}`).join(", ") || "no verdict";
}

function show({ verdicts, leftovers, trouble }: Round): void {
  for (const { id, outcome, problems } of verdicts) {
    if (outcome === "pass" || outcome === "skip") continue;
    const words = problems.map(({ message, label }) => label ? `${message}: ${label}` : message);
    console.log(`  ${outcome} ${id}: ${words.join("; ")}`);
  }
  for (const line of leftovers) console.log(`  left over: ${line}`);
  if (trouble !== undefined) console.log(trouble.replace(/^/gm, "  "));
}
