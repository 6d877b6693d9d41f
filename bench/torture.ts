// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * `deno task torture`: numbered messages go through an outbox into a stream while the server and
 * the publishing process are killed (SIGKILL) at random moments. At the end the stream has to
 * hold each number once, in order per subject, and the outbox nothing. `--messages N`, `--kills N`
 * of each of the two, `--seed N` for other moments. Exit code 1 where it does not hold.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { describeMachine } from "./machine.ts";
import { runProgram } from "./program.ts";
import type { TortureOptions } from "./torture_run.ts";
import { torture } from "./torture_run.ts";

const presets = { messages: 100_000, kills: 50, seed: 1 } as const;

if (import.meta.main) await runProgram({ read: readOptions, run: tell });

/**
 * Reads the command line.
 *
 * @throws {RangeError} for another argument, or a value that is no count
 */
function readOptions(args: readonly string[]): TortureOptions {
  const unknown: string[] = [];
  const flags = parseArgs([...args], {
    string: Object.keys(presets),
    unknown: (argument) => {
      unknown.push(argument);
      return false;
    },
  });
  if (unknown.length > 0) {
    const known = "--messages N, --kills N and --seed N";
    throw new RangeError(`Cannot start as '${unknown.join(" ")}' is unknown: there are ${known}`);
  }
  const count = (name: keyof typeof presets) => {
    const value = Number(flags[name] ?? presets[name]);
    if (Number.isSafeInteger(value) && value >= 1) return value;
    throw new RangeError(
      `Cannot start as '--${name}' must be a count from 1: current value is '${flags[name]}'`,
    );
  };
  return { messages: count("messages"), kills: count("kills"), seed: count("seed") };
}

async function tell(options: TortureOptions, signal: AbortSignal): Promise<boolean> {
  const { messages, kills, seed } = options;
  console.log(`${messages} messages, ${kills} kills of each, seed ${seed}`);
  let told = 0;
  const progress = (accepted: number) => {
    if (accepted - told < messages / 10) return;
    told = accepted;
    console.log(`${accepted} accepted`);
  };
  const result = await torture({ ...options, signal, progress });
  console.log(`\n${describeMachine(result.version)}`);
  console.log(
    `${result.stored} stored, ${result.serverKills} kills of the server, ` +
      `${result.processKills} of the process, ${result.seconds.toFixed(1)} s`,
  );
  for (const fault of result.faults) console.log(`FAULT ${fault}`);
  return result.faults.length === 0;
}
