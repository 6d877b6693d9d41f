// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a text report says below a scenario's line. @module */

import { renderDiagnostic } from "../scenario/diagnostic.ts";
import type { Paint } from "../scenario/paint.ts";
import type { Source, StepVerdict, Verdict } from "../scenario/types.ts";
import { displayWidth, truncate, visible } from "../scenario/visible.ts";
import { formatDuration } from "../scenario/unit.ts";
import { isBounded, renderMeasure } from "./measure.ts";
import { paintMark } from "./scenario_line.ts";

/** How a block is drawn. */
export interface BlockStyle {
  readonly paint: Paint;
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
  /** The sources, for code excerpts. */
  source(path: string): Source | undefined;
}

const mostProblems = 20;
const mostOutput = 20;
const mostLog = 40;
const widestHeadline = 50;
/** In a long timeline: steps shown before and after one that did not pass. */
const before = 8;
const after = 3;

/** A verdict's problems, timeline, output and server log. Lines without indentation. */
export function scenarioBlock(verdict: Verdict, style: BlockStyle): string[] {
  const sections = [
    ...problemBlocks(verdict, style),
    timeline(verdict.steps, style),
    quoted("output", lastLines(verdict.output.split("\n"), mostOutput), style.paint),
    quoted("server log", lastLines(verdict.serverLog ?? [], mostLog), style.paint),
  ].filter((lines) => lines.length > 0);
  return sections.flatMap((lines, index) => index === 0 ? lines : ["", ...lines]);
}

/** Each problem as a diagnostic. */
export function problemBlocks(verdict: Verdict, style: BlockStyle): string[][] {
  const blocks = verdict.problems.slice(0, mostProblems).map((problem) => {
    const file = problem.span?.file ?? problem.file;
    const source = file === undefined ? undefined : style.source(file);
    return renderDiagnostic(problem, source, style).split("\n");
  });
  const more = verdict.problems.length - mostProblems;
  return more > 0
    ? [...blocks, [`… and ${more} more ${more === 1 ? "problem" : "problems"}`]]
    : blocks;
}

/** Which try it was, where there were several; undefined where the first was enough. */
export function attemptNote(verdict: Verdict): string | undefined {
  const { attempts, outcome } = verdict;
  if (attempts < 2) return undefined;
  if (outcome === "noisy") return `noisy at all ${attempts} tries`;
  const past = outcome === "pass" ? "passed" : outcome === "fail" ? "failed" : "ended";
  const earlier = attempts === 2 ? "the 1st was noisy" : `the first ${attempts - 1} were noisy`;
  return `${past} at the ${ordinal(attempts)} try; ${earlier}`;
}

function ordinal(number: number): string {
  const suffix = number % 100 > 10 && number % 100 < 14
    ? "th"
    : { 1: "st", 2: "nd", 3: "rd" }[number % 10] ?? "th";
  return `${number}${suffix}`;
}

/** Each step's outcome, its time beside its bounds. */
function timeline(steps: readonly StepVerdict[], style: BlockStyle): string[] {
  if (steps.length === 0) return [];
  const { paint } = style;
  const headlines = steps.map(headline);
  const column = Math.min(widestHeadline, Math.max(...headlines.map(displayWidth)));
  const shown = indexesShown(steps);
  const lines = shown.flatMap((index, place) => {
    const step = steps[index];
    if (step === undefined) return [];
    const text = truncate(headlines[index] ?? "", column);
    const pad = " ".repeat(column - displayWidth(text));
    const line = `  ${paintMark(step, paint)} ${text}${pad}  ${timeOf(step)}`.trimEnd();
    const skipped = index - (shown[place - 1] ?? -1) - 1;
    return skipped > 0 ? [paint.dim(`  … ${skipped} passed`), line] : [line];
  });
  const rest = steps.length - 1 - (shown.at(-1) ?? -1);
  return [paint.dim("steps"), ...lines, ...rest > 0 ? [paint.dim(`  … ${rest} passed`)] : []];
}

function indexesShown(steps: readonly StepVerdict[]): number[] {
  const indexes = [...steps.keys()];
  if (steps.length <= 2 * before + after) return indexes;
  const wrong = indexes.filter((index) => steps[index]?.outcome !== "pass");
  const centres = wrong.length > 0 ? wrong : [steps.length - 1];
  return indexes.filter((index) =>
    centres.some((centre) => index >= centre - before && index <= centre + after)
  );
}

function headline(step: StepVerdict): string {
  const depth = step.id.split(".").length - 1;
  const part = /^(setup|teardown)\b/.exec(step.id)?.[1];
  return `${"  ".repeat(depth)}${visible(step.headline)}${part === undefined ? "" : ` (${part})`}`;
}

function timeOf(step: StepVerdict): string {
  const missed = isBounded(step) && step.outcome !== "pass";
  const remarks = [
    ...step.runs > 1 ? [`${step.runs} runs`] : [],
    ...missed ? [`machine's interference ${formatDuration(step.lag)}`] : [],
  ];
  return renderMeasure(step) + (remarks.length === 0 ? "" : ` (${remarks.join(", ")})`);
}

function lastLines(lines: readonly string[], most: number): readonly string[] {
  const full = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  return full.length > most ? [`… ${full.length - most} lines before`, ...full.slice(-most)] : full;
}

/** Quoted lines: the bar keeps what others wrote apart from what the report says. */
function quoted(title: string, lines: readonly string[], paint: Paint): string[] {
  if (lines.length === 0) return [];
  return [
    paint.dim(title),
    ...lines.map((line) => `  ${paint.dim("|")} ${visible(line)}`.trimEnd()),
  ];
}
