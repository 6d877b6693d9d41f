// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { parseArgs } from "@std/cli/parse-args";
import { type ContenderId, contenderIds } from "./client_contender.ts";
import { type RowId, rows, sizes } from "./client_row.ts";

/** What `deno task bench:client` was asked for. */
export interface BenchOptions {
  /** Batches per contender that count, in each cell. */
  readonly rounds: number;
  /** How long a batch of most contenders is to take, in milliseconds. */
  readonly batchMs: number;
  readonly rows: readonly RowId[];
  /** Bytes. */
  readonly sizes: readonly number[];
  readonly contenders: readonly ContenderId[];
  /** The folder of the original transport, which holds its `src/`. */
  readonly original?: string;
  /** Print JSON instead of tables. */
  readonly json: boolean;
  /** Put the tables into docs/performance.md too. */
  readonly write: boolean;
  /** End with exit code 1 where a target was missed. */
  readonly check: boolean;
}

/** What the program says to `--help`. */
export const usage = `deno task bench:client [FLAGS]

  --rounds N          batches per contender and cell that count (default 10)
  --quick             3 rounds of shorter batches, 128 bytes alone where no --size is given
  --only ROW,...      ${rows.map(({ id }) => id).join(", ")}
  --size BYTES,...    ${sizes.join(", ")}
  --contender ID,...  ${contenderIds.join(", ")}
  --original PATH     folder of the original @nats-io/transport-deno, which holds its src/
  --json              print JSON instead of tables
  --write             put the tables into docs/performance.md
  --check             exit code 1 where a target was missed
`;

/**
 * Reads the command line.
 *
 * @throws {RangeError} for an unknown flag, a value that is not among those known, or a folder
 * without the original transport
 */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const unknown: string[] = [];
  const flags = parseArgs([...args], {
    string: ["rounds", "only", "size", "contender", "original"],
    boolean: ["quick", "json", "write", "check"],
    unknown: (argument) => {
      unknown.push(argument);
      return false;
    },
  });
  if (unknown.length > 0) {
    throw new RangeError(`Cannot start as '${unknown.join(" ")}' is unknown: --help lists flags`);
  }
  const { quick, json, write, check, original } = flags;
  if (original !== undefined) checkOriginal(original);
  const wanted = choose("contender", flags.contender, contenderIds);
  const asked = flags.contender !== undefined;
  if (asked && wanted.includes("original") && original === undefined) {
    throw new RangeError("Cannot start as '--contender original' must have its --original PATH");
  }
  const sizeTexts = sizes.map(String);
  return {
    rounds: count("rounds", flags.rounds, quick ? 3 : 10),
    batchMs: quick ? 80 : 150,
    rows: choose("only", flags.only, rows.map(({ id }) => id)),
    sizes: choose("size", flags.size ?? (quick ? "128" : undefined), sizeTexts).map(Number),
    contenders: wanted,
    ...original !== undefined && { original },
    json,
    write,
    check,
  };
}

function checkOriginal(folder: string): void {
  try {
    if (Deno.statSync(`${folder}/src/mod.ts`).isFile) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new RangeError(
    `Cannot start as '--original' must be a folder with src/mod.ts: current value is '${folder}'`,
  );
}

function count(name: string, text: string | undefined, preset: number): number {
  if (text === undefined) return preset;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(
    `Cannot start as '--${name}' must be a count from 1: current value is '${text}'`,
  );
}

/** The chosen ones in the order of those known; all of them where none was named. */
function choose<T extends string>(
  name: string,
  text: string | undefined,
  known: readonly T[],
): readonly T[] {
  if (text === undefined) return known;
  const words = new Set(text.split(","));
  for (const word of words) {
    if (known.some((each) => each === word)) continue;
    throw new RangeError(
      `Cannot start as '--${name}' must be of ${known.join(", ")}: current value is '${word}'`,
    );
  }
  return known.filter((each) => words.has(each));
}
