// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** GitHub Actions: annotations in the log, and a job summary. @module */

import { position } from "../scenario/position.ts";
import type { Problem, Verdict } from "../scenario/types.ts";
import { explainProblems, oneLine } from "./explain.ts";
import { jobSummary } from "./job_summary.ts";
import { text } from "./text.ts";
import type { Report, ReportOutput, ReportWriter, SuiteEvent } from "./types.ts";

/**
 * The text report, an annotation for each problem at its line (errors; warnings for noisy and
 * known failures), and the job summary in Markdown where the output has a place for it.
 */
export const github: Report = {
  key: "github",
  about: "For GitHub Actions: the text report with annotations, and a job summary.",
  open: (output) => new GithubWriter(output),
};

class GithubWriter implements ReportWriter {
  readonly #output: ReportOutput;
  readonly #text: ReportWriter;
  readonly #verdicts: Verdict[] = [];

  constructor(output: ReportOutput) {
    this.#output = output;
    this.#text = text.open({
      ...plainOutput(output),
      write: (part) => output.write(withoutCommands(part)),
    });
  }

  handle(event: SuiteEvent): void {
    this.#text.handle(event);
    if (event.kind === "verdict") {
      this.#verdicts.push(event.verdict);
      for (const command of annotations(event.verdict, this.#output)) {
        this.#output.write(`${command}\n`);
      }
    }
    if (event.kind === "suite-end") {
      this.#output.summary?.(
        jobSummary(
          this.#verdicts,
          event.summary,
          (verdict) => explainProblems(verdict, this.#output),
        ),
      );
    }
  }
}

/** An output as it is, without live progress. */
function plainOutput(output: ReportOutput): ReportOutput {
  return {
    write: (part) => output.write(part),
    terminal: false,
    colour: output.colour,
    width: output.width,
    source: (path) => output.source(path),
    now: () => output.now(),
  };
}

/** What a scenario or a server wrote must not be taken for a command, in neither syntax. */
function withoutCommands(part: string): string {
  return part.replaceAll("##[", "## [").replace(/^(\s*):(?=:)/gm, "$1: ");
}

function annotations(verdict: Verdict, output: ReportOutput): string[] {
  const kind = verdict.knownFailing === true || verdict.outcome === "noisy" ? "warning" : "error";
  return verdict.problems.map((problem) => {
    const notes = [
      ...problem.notes ?? [],
      ...problem.help === undefined ? [] : [`help: ${problem.help}`],
    ];
    const properties = [...place(problem, verdict, output), `title=${property(titleOf(verdict))}`];
    return `::${kind} ${properties.join(",")}::${data([oneLine(problem), ...notes].join("\n"))}`;
  });
}

function titleOf(verdict: Verdict): string {
  const known = verdict.knownFailing === true ? " (known to fail)" : "";
  return `${verdict.title} (${verdict.id})${known}`;
}

function place({ span, file }: Problem, verdict: Verdict, output: ReportOutput): string[] {
  const where = [`file=${property(span?.file ?? file ?? verdict.file)}`];
  const source = span === undefined ? undefined : output.source(span.file);
  if (span === undefined || source === undefined) return where;
  const start = position(source, span.start);
  const end = position(source, span.end);
  const line = [...where, `line=${start.line}`, `endLine=${end.line}`];
  // GitHub refuses columns for a range of lines.
  if (start.line !== end.line) return line;
  return [...line, `col=${start.column}`, `endColumn=${end.column}`];
}

function data(value: string): string {
  return value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value: string): string {
  return data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
