// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** One JSON document, for programs. @module */

import { position } from "../scenario/position.ts";
import type { Json, Problem, StepVerdict, Verdict } from "../scenario/types.ts";
import { roundMs } from "./measure.ts";
import type { Report, ReportOutput, Summary } from "./types.ts";

/** A JSON object whose absent values are left out. */
type Fields = { readonly [key: string]: Json | undefined };

/**
 * The summary and every verdict with its problems and steps, written when the suite has ended.
 * Times are milliseconds, lines and columns count from 1. `version` changes when a field changes
 * its meaning or goes away.
 */
export const json: Report = {
  key: "json",
  about: "One JSON document: the summary, and every verdict with its problems and steps.",
  open: (output) => {
    const verdicts: Verdict[] = [];
    let server: string | undefined;
    return {
      handle: (event) => {
        if (event.kind === "suite-start") server = event.server;
        if (event.kind === "verdict") verdicts.push(event.verdict);
        if (event.kind !== "suite-end") return;
        const document: Fields = {
          version: 1,
          server,
          summary: summaryFields(event.summary),
          verdicts: verdicts.map((verdict) => verdictFields(verdict, output)),
        };
        output.write(`${JSON.stringify(document, null, 2)}\n`);
      },
    };
  },
};

function summaryFields(summary: Summary): Json {
  return {
    passed: summary.passed,
    failed: summary.failed,
    errors: summary.errors,
    skipped: summary.skipped,
    noisy: summary.noisy,
    knownFailing: summary.knownFailing,
    elapsed: roundMs(summary.elapsed),
    cancelled: summary.cancelled,
  };
}

function verdictFields(verdict: Verdict, output: ReportOutput): Json {
  return present({
    id: verdict.id,
    title: verdict.title,
    about: verdict.about,
    tags: verdict.tags,
    file: verdict.file,
    outcome: verdict.outcome,
    reason: verdict.reason,
    knownFailing: verdict.knownFailing,
    elapsed: roundMs(verdict.elapsed),
    attempts: verdict.attempts,
    server: verdict.server,
    problems: verdict.problems.map((problem) => problemFields(problem, output)),
    steps: verdict.steps.map(stepFields),
    output: verdict.output,
    serverLog: verdict.serverLog,
  });
}

function problemFields(problem: Problem, output: ReportOutput): Json {
  return present({
    outcome: problem.outcome,
    severity: problem.severity,
    message: problem.message,
    label: problem.label,
    notes: problem.notes,
    help: problem.help,
    ...placeFields(problem, output),
  });
}

function placeFields({ span, file }: Problem, output: ReportOutput): Fields {
  const source = span === undefined ? undefined : output.source(span.file);
  if (span === undefined || source === undefined) return { file: span?.file ?? file };
  const start = position(source, span.start);
  const end = position(source, span.end);
  return {
    file: span.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function stepFields(step: StepVerdict): Json {
  return present({
    id: step.id,
    name: step.name,
    headline: step.headline,
    outcome: step.outcome,
    elapsed: roundMs(step.elapsed),
    lag: roundMs(step.lag),
    bounds: present({ min: step.bounds.min, max: step.bounds.max }),
    runs: step.runs,
  });
}

function present(fields: Fields): Json {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) result[key] = value;
  }
  return result;
}
