// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Taking times side by side. @module */

/** Something whose time is taken. */
export interface Subject {
  readonly name: string;
  /** What its time is compared with: the name of another one of the same measurement. */
  readonly base?: string;
  /** Does it once. */
  readonly perform: (signal: AbortSignal) => Promise<unknown>;
}

/** The times of one {@linkcode Subject}. */
export interface Times {
  readonly name: string;
  readonly base?: string;
  /** Milliseconds, in the order they were taken. */
  readonly values: readonly number[];
}

/** How {@linkcode measure} goes about it. */
export interface MeasureOptions {
  /** Times per subject, besides one that warms up and does not count. */
  readonly runs: number;
  readonly signal: AbortSignal;
  /** Told before each round. */
  readonly progress?: (round: number) => void;
}

/**
 * Takes the time of each subject in turn, round by round, so that whatever else the machine does
 * falls on all of them alike.
 */
export async function measure(
  subjects: readonly Subject[],
  { runs, signal, progress }: MeasureOptions,
): Promise<readonly Times[]> {
  const values = new Map<Subject, number[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round <= runs; round++) {
    progress?.(round);
    for (const [subject, taken] of values) {
      signal.throwIfAborted();
      const start = performance.now();
      await subject.perform(signal);
      if (round > 0) taken.push(performance.now() - start);
    }
  }
  return [...values].map(([{ name, base }, taken]) => ({
    name,
    ...(base !== undefined && { base }),
    values: taken,
  }));
}

/** The value below which a share of them lies, by the nearest rank: `quantile(times, 0.5)`. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError("Cannot take a quantile of no values");
  return value;
}

/**
 * A table: the median, the range of the middle eight tenths, and the median's ratio to that of
 * what it is compared with.
 */
export function renderTimes(all: readonly Times[]): string {
  const medians = new Map(all.map(({ name, values }) => [name, quantile(values, 0.5)]));
  const rows = all.map(({ name, base, values }) => {
    const median = quantile(values, 0.5);
    const baseMedian = base === undefined ? undefined : medians.get(base);
    return [
      name,
      milliseconds(median),
      `${milliseconds(quantile(values, 0.1))} .. ${milliseconds(quantile(values, 0.9))}`,
      baseMedian === undefined ? "" : `${(median / baseMedian).toFixed(2)} x ${base}`,
    ];
  });
  return renderTable([["", "median", "p10 .. p90", "ratio"], ...rows]);
}

/** Columns as wide as they need be; all but the first and the last are flushed right. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from(
    { length: columns },
    (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const cell = (text: string, column: number) =>
    column === 0 || column === columns - 1
      ? text.padEnd(widths[column] ?? 0)
      : text.padStart(widths[column] ?? 0);
  return rows.map((row) => `${row.map(cell).join("  ").trimEnd()}\n`).join("");
}

function milliseconds(value: number): string {
  return value < 100 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}
