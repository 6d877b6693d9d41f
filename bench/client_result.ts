// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** From batches to figures. @module */

import type { ContenderId } from "./client_contender.ts";
import type { Batch, RowId } from "./client_row.ts";
import { quantile } from "./measure.ts";

/** What one contender did in one cell. */
export interface Figure {
  readonly contender: ContenderId;
  /** Operations per second, the median over the batches. */
  readonly rate: number;
  /** CPU time per operation in microseconds, the median over the batches. */
  readonly cpuUs: number;
  /** The process's peak of resident memory in bytes, where the system tells. */
  readonly peakBytes?: number;
  /** Medians over the batches of their median and 99th percentile. */
  readonly latency?: { readonly p50Ms: number; readonly p99Ms: number };
}

/** All figures of one row at one payload size. */
export interface Cell {
  readonly row: RowId;
  readonly size: number;
  /** Operations per batch, the same for all. */
  readonly count: number;
  readonly figures: readonly Figure[];
  /** Who did not get through, and why. */
  readonly failures: readonly { readonly contender: ContenderId; readonly reason: string }[];
}

/** Medians of batches that did `count` operations each. */
export function summarize(
  contender: ContenderId,
  count: number,
  batches: readonly Batch[],
): Figure {
  const median = (take: (batch: Batch) => number) => quantile(batches.map(take), 0.5);
  const peaks = batches.flatMap(({ peakBytes }) => peakBytes ?? []);
  const latencies = batches.flatMap(({ latency }) => latency ?? []);
  return {
    contender,
    rate: count / median(({ elapsedMs }) => elapsedMs) * 1000,
    cpuUs: median(({ cpuMs }) => cpuMs) / count * 1000,
    ...peaks.length > 0 && { peakBytes: Math.max(...peaks) },
    ...latencies.length > 0 && {
      latency: {
        p50Ms: quantile(latencies.map(({ p50Ms }) => p50Ms), 0.5),
        p99Ms: quantile(latencies.map(({ p99Ms }) => p99Ms), 0.5),
      },
    },
  };
}

/** The figure of a contender, where it has one. */
export function figureOf(cell: Cell, contender: ContenderId): Figure | undefined {
  return cell.figures.find((figure) => figure.contender === contender);
}
