// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Taking the figures of one row at one payload size. @module */

import type { Contender } from "./client_contender.ts";
import { LineProcess } from "./client_process.ts";
import { type Cell, summarize } from "./client_result.ts";
import { type Batch, burstOf, filledCount, type Task } from "./client_row.ts";
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

/** Batches that do not count, at the start of each cell. */
const warmUps = 2;

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
  const count = await calibrate(cell, heat, batchMs);
  for (let round = -warmUps; round < rounds; round++) {
    for (const entrant of heat.entrants) {
      await attempt(entrant.contender, heat, async () => {
        const batch = await entrant.process.ask({ ...cell, count }, signal);
        if (round >= 0) entrant.batches.push(batch);
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
 * The count that takes most contenders about as long as asked for, and the slowest not more than
 * four times that.
 */
async function calibrate(
  cell: Pick<Task, "row" | "size">,
  heat: Heat,
  batchMs: number,
): Promise<number> {
  const most = cell.row === "js-consume" ? filledCount(cell.size) : Number.MAX_SAFE_INTEGER;
  const rates: number[] = [];
  for (const { contender, process } of heat.entrants) {
    await attempt(contender, heat, async () => {
      let count = Math.min(most, 128);
      while (true) {
        const { elapsedMs } = await process.ask({ ...cell, count }, heat.signal);
        if (elapsedMs < batchMs / 3 && count < most) {
          count = Math.min(most, 4 * count);
          continue;
        }
        rates.push(count / elapsedMs);
        return;
      }
    });
  }
  if (rates.length === 0) return 0;
  const rate = Math.min(quantile(rates, 0.5), 4 * Math.min(...rates));
  const count = Math.min(most, Math.ceil(rate * batchMs));
  const burst = burstOf(cell.size);
  const inBursts = cell.row === "publish" || cell.row === "pubsub";
  return inBursts ? Math.ceil(count / burst) * burst : count;
}
