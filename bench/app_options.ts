// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { parseArgs } from "@std/cli/parse-args";

/** What `deno task bench:app` was asked for. */
export interface AppBenchOptions {
  /** Batches per contender that count, for each number in flight. */
  readonly rounds: number;
  /** How long a batch of the slowest is to take, in milliseconds. */
  readonly batchMs: number;
  /** Put the tables into docs/performance.md too. */
  readonly write: boolean;
  /** End with exit code 1 where a target was missed. */
  readonly check: boolean;
}

/** What the program says to `--help`. */
export const usage = `deno task bench:app [FLAGS]

  --rounds N  batches per contender that count, for each number in flight (default 21)
  --quick     5 rounds of shorter batches
  --write     put the tables into docs/performance.md
  --check     exit code 1 where a target was missed
`;

/**
 * Reads the command line.
 *
 * @throws {RangeError} for an unknown flag, or a count that is none
 */
export function parseAppOptions(args: readonly string[]): AppBenchOptions {
  const unknown: string[] = [];
  const { rounds, quick, write, check } = parseArgs([...args], {
    string: ["rounds"],
    boolean: ["quick", "write", "check"],
    unknown: (argument) => {
      unknown.push(argument);
      return false;
    },
  });
  if (unknown.length > 0) {
    throw new RangeError(`Cannot start as '${unknown.join(" ")}' is unknown: --help lists flags`);
  }
  const count = rounds === undefined ? (quick ? 5 : 21) : Number(rounds);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot start as '--rounds' must be a count from 1: current value is '${rounds}'`,
    );
  }
  return { rounds: count, batchMs: quick ? 100 : 250, write, check };
}
