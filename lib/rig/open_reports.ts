// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Several reports of one suite, each written to its place. @module */

import type { ReportOutput, ReportWriter, SuiteEvent } from "../report/types.ts";
import type { Report } from "../report/types.ts";

/** A report and where it goes. */
export interface ReportTarget {
  /** The format. */
  readonly report: Report;
  /** Where it is written. */
  readonly output: ReportOutput;
}

/** Reports being written. Disposing of them ends the live progress. */
export interface OpenReports extends Disposable {
  /** Hands an event to all of them. */
  handle(event: SuiteEvent): void;
}

/** How often live progress is drawn, in milliseconds. */
const tickMs = 100;

/** Opens reports; those on a terminal that show live progress are drawn ten times a second. */
export function openReports(targets: readonly ReportTarget[]): OpenReports {
  const writers = targets.map(({ report, output }) => ({ writer: report.open(output), output }));
  const live: ReportWriter[] = writers
    .filter(({ writer, output }) => output.terminal && writer.tick !== undefined)
    .map(({ writer }) => writer);
  const timer = live.length === 0
    ? undefined
    : setInterval(() => live.forEach((writer) => writer.tick?.()), tickMs);
  return {
    handle: (event) => writers.forEach(({ writer }) => writer.handle(event)),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
