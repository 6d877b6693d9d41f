// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A verdict's explanation as plain text, for reports that carry it whole. @module */

import { createPaint } from "../scenario/paint.ts";
import type { Problem, Verdict } from "../scenario/types.ts";
import { type BlockStyle, problemBlocks, scenarioBlock } from "./scenario_block.ts";
import type { ReportOutput } from "./types.ts";

const width = 100;

/** Problems, timeline, output and server log, as the text report writes them. */
export function explain(verdict: Verdict, output: ReportOutput): string {
  return scenarioBlock(verdict, plain(output)).join("\n");
}

/** The problems alone. */
export function explainProblems(verdict: Verdict, output: ReportOutput): string {
  return problemBlocks(verdict, plain(output)).map((lines) => lines.join("\n")).join("\n\n");
}

function plain(output: ReportOutput): BlockStyle {
  return {
    paint: createPaint(false),
    colour: false,
    width,
    source: (path) => output.source(path),
  };
}

/** A problem in one line: `expectation not met: expected true, got false`. */
export function oneLine(problem: Problem | undefined): string {
  if (problem === undefined) return "";
  return problem.label === undefined ? problem.message : `${problem.message}: ${problem.label}`;
}

/** Why a verdict counts as neither passed nor failed; undefined where it does. */
export function setAside(verdict: Verdict): string | undefined {
  if (verdict.knownFailing === true) return `known to fail: ${oneLine(verdict.problems[0])}`;
  if (verdict.outcome === "noisy") return `noisy: ${oneLine(verdict.problems[0])}`;
  return verdict.outcome === "skip" ? verdict.reason ?? "skipped" : undefined;
}
