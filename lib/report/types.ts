// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The seam of the ways to write a verdict. @module */

import type { Source, Verdict } from "../scenario/types.ts";

/** The counts of a suite. */
export interface Summary {
  /** Scenarios that passed. */
  readonly passed: number;
  /** Scenarios that failed, or that the rig could not run (`errors` of them). */
  readonly failed: number;
  /** Scenarios that the rig could not run. */
  readonly errors: number;
  /** Scenarios that were not run, each with a reason. */
  readonly skipped: number;
  /** Bounds missed by less than the machine's interference, also after `retries`. */
  readonly noisy: number;
  /** Failed as the known-failing list says; not in `failed`. */
  readonly knownFailing: number;
  /** Milliseconds of the whole suite. */
  readonly elapsed: number;
  /** It was ended before all had run. */
  readonly cancelled: boolean;
}

/** What a suite tells its reports. `verdict` events come in input order. */
export type SuiteEvent =
  | {
    readonly kind: "suite-start";
    readonly runs: readonly {
      readonly id: string;
      readonly title: string;
      readonly file: string;
    }[];
    /** Which server was found, one line. */
    readonly server?: string;
  }
  | { readonly kind: "run-start"; readonly id: string; readonly attempt: number }
  | { readonly kind: "run-progress"; readonly id: string; readonly step: string }
  | { readonly kind: "run-end"; readonly id: string }
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "suite-end"; readonly summary: Summary };

/** Where a report is written. */
export interface ReportOutput {
  /** Takes the next piece of text; pieces end with a line break. */
  write(text: string): void;
  /** Lines may be rewritten. */
  readonly terminal: boolean;
  /** ANSI colours are wanted. */
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
  /** The sources, for code excerpts. */
  source(path: string): Source | undefined;
  /** A second place for a report that has one: GitHub's job summary. */
  readonly summary?: (text: string) => void;
  /** Milliseconds, monotonic. */
  now(): number;
}

/** A report being written. */
export interface ReportWriter {
  /** Takes the next event. */
  handle(event: SuiteEvent): void;
  /** Called some ten times a second on a terminal, for live progress. */
  tick?(): void;
}

/** A way to write the verdict. */
export interface Report {
  /** Its name in `--report`. */
  readonly key: string;
  /** One sentence for `--help`. */
  readonly about: string;
  /** Begins a report; nothing is written before the first event. */
  open(output: ReportOutput): ReportWriter;
}
