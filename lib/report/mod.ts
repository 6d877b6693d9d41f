// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The ways to write a verdict, one file each, and their registry.
 *
 * @module
 */

import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { tap } from "./tap.ts";
import { text } from "./text.ts";
import type { Report } from "./types.ts";

export type {
  Bounds,
  Diagnostic,
  Outcome,
  Problem,
  Source,
  Span,
  StepVerdict,
  Verdict,
} from "../scenario/types.ts";
export type { Report, ReportOutput, ReportWriter, SuiteEvent, Summary } from "./types.ts";

/** Every report by the name it has in `--report`. */
export const reports = { text, junit, tap, json, github } as const satisfies Record<string, Report>;

/** The name of a report. */
export type ReportKey = keyof typeof reports;
