// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** From batches of messages to figures, and these as Markdown. @module */

import { renderMarkdown } from "./client_table.ts";
import { quantile } from "./measure.ts";
import type { Batch, BatchTimes, ContenderId } from "./outbox_work.ts";

/** What one way did: messages per second, medians over its batches. */
export interface OutboxFigure {
  readonly contender: ContenderId;
  readonly burst: number;
  /** Until they were durable. */
  readonly durable: number;
  /** Until they were in the stream. */
  readonly arrived?: number;
}

/** Bursts are at least so fast, of `js.publish` or of plain SQLite, whichever is slower. */
const target = 0.7;

/** Medians over batches. */
export function summarizeOutbox(
  contender: ContenderId,
  { count, burst }: Batch,
  batches: readonly BatchTimes[],
): OutboxFigure {
  const durable = quantile(batches.map(({ durableMs }) => count / durableMs * 1000), 0.5);
  const arrivals = batches.flatMap(({ arrivedMs }) => arrivedMs ?? []);
  if (arrivals.length === 0) return { contender, burst, durable };
  return { contender, burst, durable, arrived: count / quantile(arrivals, 0.5) * 1000 };
}

/** The figures as a table. */
export function renderOutboxFigures(figures: readonly OutboxFigure[]): string {
  const head = ["", "at a time", "durable/s", "in the stream/s"];
  const lines = figures.map(({ contender, burst, durable, arrived }) => [
    contender,
    `${burst}`,
    durable.toFixed(0),
    arrived?.toFixed(0) ?? "",
  ]);
  return renderMarkdown([head, ...lines]);
}

/** A target, and whether it was met. */
export interface OutboxJudged {
  readonly what: string;
  readonly measured: number;
  readonly met: boolean;
}

/** Judges how fast the bursts are durable. */
export function judgeOutbox(figures: readonly OutboxFigure[]): OutboxJudged {
  const most = Math.max(...figures.map(({ burst }) => burst));
  const of = (id: ContenderId) => {
    const found = figures.find(({ contender, burst }) => contender === id && burst === most);
    if (found === undefined) throw new RangeError(`Cannot judge without a figure of ${id}`);
    return found.durable;
  };
  const measured = of("outbox") / Math.min(of("js.publish"), of("SQLite"));
  return { what: `durable, ${most} at a time`, measured, met: measured >= target };
}

/** The target as a table. */
export function renderOutboxJudged({ what, measured, met }: OutboxJudged): string {
  const head = ["outbox, rate to the slower one of js.publish and SQLite", "limit", "measured", ""];
  const line = [what, `≥ ${target.toFixed(2)}`, measured.toFixed(2), met ? "met" : "missed"];
  return renderMarkdown([head, line]);
}
