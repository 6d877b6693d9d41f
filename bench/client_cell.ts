// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Taking the figures of one row at one payload size. @module */

import type { Contender } from "./client_contender.ts";
import { LineProcess } from "./client_process.ts";
import { type Cell, summarize } from "./client_result.ts";
import { type Batch, burstOf, filledCount, rows, type Task } from "./client_row.ts";
import { quantile } from "./measure.ts";

/** How {@linkcode measureCell} goes about it. */
export interface CellOptions {
  readonly contenders: readonly Contender[];
  readonly url: string;
  /** Batches that count. */
  readonly rounds: number;
  /** How long a batch of most of them is to take, in milliseconds. */
  readonly batchMs: number;
  readonly signal: AbortSignal;
}

/** Rounds at the start that do not count: until the count of a batch is steady for so many. */
const steadyPasses = 2;
const mostPasses = 12;

/** One contender at work; each cell has fresh processes, so that none inherits another's memory. */
interface Entrant {
  readonly contender: Contender;
  readonly process: LineProcess;
  readonly batches: Batch[];
}

/** What one cell's work shares. */
interface Heat {
  readonly entrants: Set<Entrant>;
  readonly failures: { readonly contender: Contender["id"]; readonly reason: string }[];
  readonly signal: AbortSignal;
}

/**
 * Takes batches of all contenders in turn, one at a time and all of the same count, so that
 * whatever else the machine does falls on all of them alike. A contender that fails is left out
 * from there on.
 */
export async function measureCell(
  cell: Pick<Task, "row" | "size">,
  options: CellOptions,
): Promise<Cell> {
  const { contenders, url, rounds, batchMs, signal } = options;
  await using stack = new AsyncDisposableStack();
  const heat: Heat = { entrants: new Set(), failures: [], signal };
  for (const contender of contenders) {
    await attempt(contender, heat, async () => {
      const process = stack.use(await LineProcess.start(contender.command(url), signal));
      heat.entrants.add({ contender, process, batches: [] });
    });
  }
  const count = await warmUp(cell, heat, batchMs);
  for (let round = 0; round < rounds; round++) {
    const inOrder = [...heat.entrants];
    // To and fro, so that nobody always follows the same one, whose garbage is still collected.
    const order = round % 2 === 0 ? inOrder : inOrder.reverse();
    for (const { contender, process, batches } of order) {
      await attempt(contender, heat, async () => {
        batches.push(await process.ask({ ...cell, count }, signal));
      });
    }
  }
  return {
    ...cell,
    count,
    figures: [...heat.entrants].map(({ contender, batches }) =>
      summarize(contender.id, count, batches)
    ),
    failures: heat.failures,
  };
}

/** Does something for a contender; where it fails, the contender is out, unless all is given up. */
async function attempt(
  contender: Contender,
  { entrants, failures, signal }: Heat,
  act: () => Promise<void>,
): Promise<void> {
  signal.throwIfAborted();
  try {
    await act();
  } catch (error) {
    signal.throwIfAborted();
    failures.push({ contender: contender.id, reason: String(error) });
    for (const entrant of entrants) if (entrant.contender === contender) entrants.delete(entrant);
  }
}

/**
 * Has everybody warm up, and finds the count of a batch: with which most of them take about as
 * long as asked for, and the slowest not more than four times that.
 */
async function warmUp(
  cell: Pick<Task, "row" | "size">,
  heat: Heat,
  batchMs: number,
): Promise<number> {
  let count = 128;
  for (let pass = 0, steady = 0; pass < mostPasses && steady < steadyPasses; pass++) {
    const rates: number[] = [];
    for (const { contender, process } of heat.entrants) {
      await attempt(contender, heat, async () => {
        const { elapsedMs } = await process.ask({ ...cell, count }, heat.signal);
        rates.push(count / elapsedMs);
      });
    }
    if (rates.length === 0) break;
    const rate = Math.min(quantile(rates, 0.5), 4 * Math.min(...rates));
    // The first batches are slow, so it goes up step by step.
    const next = roundCount(cell, Math.min(rate * batchMs, 8 * count));
    steady = next <= 1.5 * count ? steady + 1 : 0;
    count = next;
  }
  return count;
}

/** A count that a batch can have: not too few, in whole stretches, and not more than is stored. */
function roundCount({ row, size }: Pick<Task, "row" | "size">, count: number): number {
  const least = rows.find(({ id }) => id === row)?.least ?? 1;
  const whole = Math.max(least, Math.ceil(count));
  if (row === "js-consume") return Math.min(filledCount(size), whole);
  const step = row === "publish" || row === "pubsub" ? burstOf(size) : 1;
  return step * Math.ceil(whole / step);
}
