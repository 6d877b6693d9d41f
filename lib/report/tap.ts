// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The Test Anything Protocol, version 14. @module */

import { position } from "../scenario/position.ts";
import type { Problem, StepVerdict, Verdict } from "../scenario/types.ts";
import { oneLine } from "./explain.ts";
import { roundMs } from "./measure.ts";
import type { Report, ReportOutput, ReportWriter, SuiteEvent } from "./types.ts";

/**
 * A test point per scenario, as it is judged, with a YAML block of its problems and steps. Skipped
 * and noisy ones are `# SKIP`, known failures `# TODO`.
 */
export const tap: Report = {
  key: "tap",
  about: "TAP 14: a test point per scenario, with YAML diagnostics.",
  open: (output) => new TapWriter(output),
};

class TapWriter implements ReportWriter {
  readonly #output: ReportOutput;
  #count = 0;

  constructor(output: ReportOutput) {
    this.#output = output;
  }

  handle(event: SuiteEvent): void {
    switch (event.kind) {
      case "suite-start":
        this.#write([
          "TAP version 14",
          ...event.server === undefined ? [] : [comment(event.server)],
        ]);
        break;
      case "verdict":
        this.#count += 1;
        this.#write([
          testPoint(event.verdict, this.#count),
          ...details(event.verdict, this.#output),
        ]);
        break;
      case "suite-end":
        this.#write(event.summary.cancelled ? ["Bail out! cancelled"] : [`1..${this.#count}`]);
    }
  }

  #write(lines: readonly string[]): void {
    this.#output.write(lines.map((line) => `${line}\n`).join(""));
  }
}

function testPoint(verdict: Verdict, number: number): string {
  const ok = verdict.outcome === "fail" || verdict.outcome === "error" ? "not ok" : "ok";
  const point = `${ok} ${number} - ${escape(`${verdict.title} (${verdict.id})`)}`;
  if (verdict.knownFailing === true) return `${point} # TODO known to fail`;
  if (verdict.outcome === "skip") {
    return `${point} # SKIP ${escape(verdict.reason ?? "")}`.trimEnd();
  }
  return verdict.outcome === "noisy"
    ? `${point} # SKIP noisy: ${escape(oneLine(verdict.problems[0]))}`
    : point;
}

/** A comment line. */
function comment(text: string): string {
  return `# ${oneLineOf(text)}`;
}

function escape(text: string): string {
  return oneLineOf(text).replace(/[\\#]/g, "\\$&");
}

function oneLineOf(text: string): string {
  // deno-lint-ignore no-control-regex -- a line ends at one of these, or a terminal goes astray
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ");
}

function details(verdict: Verdict, output: ReportOutput): string[] {
  if (verdict.outcome === "skip") return [];
  const { problems, steps, serverLog = [] } = verdict;
  return [
    "---",
    `file: ${scalar(verdict.file)}`,
    `outcome: ${verdict.outcome}`,
    `duration_ms: ${roundMs(verdict.elapsed)}`,
    `attempts: ${verdict.attempts}`,
    ...list("problems", problems.map((problem) => problemFields(problem, output))),
    ...list("steps", steps.map(stepFields)),
    ...verdict.output === "" ? [] : [`output: ${scalar(verdict.output)}`],
    ...list("server_log", serverLog.map(scalar)),
    "...",
  ].map((line) => `  ${line}`);
}

function list(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map((item) => `  - ${item}`)];
}

function problemFields(problem: Problem, output: ReportOutput): string {
  return flow([
    ["outcome", problem.outcome],
    ["message", scalar(problem.message)],
    ["at", placeOf(problem, output)],
    ["label", optional(problem.label)],
    [
      "notes",
      problem.notes === undefined ? undefined : `[${problem.notes.map(scalar).join(", ")}]`,
    ],
    ["help", optional(problem.help)],
  ]);
}

function placeOf({ span, file }: Problem, output: ReportOutput): string | undefined {
  const source = span === undefined ? undefined : output.source(span.file);
  if (span === undefined || source === undefined) return optional(span?.file ?? file);
  const { line, column } = position(source, span.start);
  return scalar(`${span.file}:${line}:${column}`);
}

function stepFields(step: StepVerdict): string {
  return flow([
    ["id", scalar(step.id)],
    ["step", scalar(step.headline)],
    ["outcome", step.outcome],
    ["ms", String(roundMs(step.elapsed))],
    ["lag_ms", String(roundMs(step.lag))],
    ["min_ms", step.bounds.min === undefined ? undefined : String(step.bounds.min)],
    ["max_ms", step.bounds.max === undefined ? undefined : String(step.bounds.max)],
    ["runs", step.runs === 1 ? undefined : String(step.runs)],
  ]);
}

function flow(entries: readonly (readonly [key: string, value: string | undefined])[]): string {
  const present = entries.filter(([, value]) => value !== undefined);
  return `{ ${present.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
}

/** A text as a YAML scalar: JSON's way to quote is one of YAML's. */
function scalar(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : scalar(text);
}
