// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The report for people. @module */

import { createPaint, type Paint } from "../scenario/paint.ts";
import { position } from "../scenario/position.ts";
import type { Verdict } from "../scenario/types.ts";
import { visible } from "../scenario/visible.ts";
import { LiveRegion } from "./live.ts";
import { formatSeconds } from "./measure.ts";
import { attemptNote, scenarioBlock } from "./scenario_block.ts";
import { paintMark, scenarioLine } from "./scenario_line.ts";
import type { Report, ReportOutput, ReportWriter, SuiteEvent, Summary } from "./types.ts";

/** Where more lines than this were written, the failures are listed again at the end. */
const screen = 24;

/**
 * A line for each scenario in input order, failures with all that is known of them, live progress
 * on a terminal. The last line counts: `6 passed, 0 failed`.
 */
export const text: Report = {
  key: "text",
  about: "For people: a line for each scenario, failures explained, live progress on a terminal.",
  open: (output: ReportOutput): ReportWriter => new TextWriter(output),
};

class TextWriter implements ReportWriter {
  readonly #output: ReportOutput;
  readonly #paint: Paint;
  readonly #live: LiveRegion | undefined;
  readonly #failed: Verdict[] = [];
  #written = 0;
  #notRun = 0;

  constructor(output: ReportOutput) {
    this.#output = output;
    this.#paint = createPaint(output.colour);
    this.#live = output.terminal ? new LiveRegion(output) : undefined;
  }

  handle(event: SuiteEvent): void {
    this.#live?.handle(event);
    const lines = this.#linesOf(event);
    this.#written += lines.length;
    const lasting = lines.map((line) => `${line}\n`).join("");
    if (this.#live !== undefined) this.#live.draw(lasting);
    else if (lasting !== "") this.#output.write(lasting);
  }

  tick(): void {
    this.#live?.draw();
  }

  #linesOf(event: SuiteEvent): string[] {
    switch (event.kind) {
      case "suite-start":
        return event.server === undefined ? [] : [this.#paint.dim(visible(event.server)), ""];
      case "verdict":
        return this.#verdictLines(event.verdict);
      case "suite-end":
        return this.#endLines(event.summary);
      default:
        return [];
    }
  }

  #verdictLines(verdict: Verdict): string[] {
    if (verdict.notRun === true) {
      this.#notRun++;
      return [];
    }
    const { width, colour } = this.#output;
    const style = { paint: this.#paint, width };
    const line = scenarioLine(verdict, style);
    const note = attemptNote(verdict);
    const notes = note === undefined ? [] : [`  ${this.#paint.yellow(note)}`];
    if (verdict.knownFailing === true) return [line, ...notes, ...this.#knownLines(verdict)];
    if (verdict.outcome === "pass" || verdict.outcome === "skip") return [line, ...notes];
    if (verdict.outcome !== "noisy") this.#failed.push(verdict);
    const source = (path: string) => this.#output.source(path);
    const block = scenarioBlock(verdict, { ...style, width: width - 2, colour, source });
    return [line, ...notes, ...block.map((part) => part === "" ? "" : `  ${part}`), ""];
  }

  #knownLines(verdict: Verdict): string[] {
    const [problem] = verdict.problems;
    return problem === undefined ? [] : [this.#paint.dim(`  ${visible(problem.message)}`)];
  }

  #endLines(summary: Summary): string[] {
    const failures = this.#failed.length > 0 && this.#written > screen
      ? ["", "failures:", ...this.#failed.map((verdict) => `  ${this.#pointer(verdict)}`)]
      : [];
    return [...failures, "", timeLine(summary, this.#notRun), this.#countLine(summary)];
  }

  /** A failure with its place, to click on. */
  #pointer(verdict: Verdict): string {
    const head = `${paintMark(verdict, this.#paint)} ${visible(verdict.title)}  (${
      visible(verdict.id)
    })`;
    const span = verdict.problems.find((problem) => problem.span !== undefined)?.span;
    const source = span === undefined ? undefined : this.#output.source(span.file);
    if (span === undefined || source === undefined) return `${head}  ${visible(verdict.file)}`;
    const { line, column } = position(source, span.start);
    return `${head}  ${visible(span.file)}:${line}:${column}`;
  }

  #countLine(summary: Summary): string {
    const text = countLine(summary);
    return summary.failed > 0 ? this.#paint.red(text) : this.#paint.green(text);
  }
}

/** The last line of a suite: `6 passed, 0 failed, 2 skipped`. */
export function countLine(summary: Summary): string {
  const skipped = summary.skipped > 0 ? `, ${summary.skipped} skipped` : "";
  return `${summary.passed} passed, ${summary.failed} failed${skipped}`;
}

function timeLine(summary: Summary, notRun: number): string {
  const time = formatSeconds(summary.elapsed);
  const counts = [
    ...summary.errors > 0 ? [`${summary.errors} of the failed could not be run`] : [],
    ...summary.noisy > 0 ? [`${summary.noisy} noisy`] : [],
    ...notRun > 0 ? [`${notRun} not run`] : [],
    ...summary.knownFailing > 0 ? [`${summary.knownFailing} known to fail`] : [],
  ];
  const head = summary.cancelled ? `cancelled after ${time}` : `in ${time}`;
  return counts.length === 0 ? head : `${head}: ${counts.join(", ")}`;
}
