// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The line a text report has for each scenario. @module */

import type { Paint } from "../scenario/paint.ts";
import type { StepVerdict, Verdict } from "../scenario/types.ts";
import { displayWidth, visible } from "../scenario/visible.ts";
import { formatSeconds, isBounded, renderMeasure, tightness } from "./measure.ts";

/** How lines are drawn. */
export interface LineStyle {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
}

/** Lines do not get wider than this, so that the time stays near what it belongs to. */
const widest = 100;

/** `✓ Caching echo  (caching-echo)  [request 3.1ms ≤ 50ms]       5.31 s`. */
export function scenarioLine(verdict: Verdict, style: LineStyle): string {
  const { paint } = style;
  const mark = markOf(verdict);
  const title = visible(verdict.title);
  const id = `(${visible(verdict.id)})`;
  const head = displayWidth(`${mark} ${title}  ${id}`);
  const shown = `${paintMark(verdict, paint)} ${paint.bold(title)}  ${paint.dim(id)}`;
  if (verdict.outcome === "skip") {
    const reason = verdict.reason === undefined ? "" : `: ${visible(verdict.reason)}`;
    return `${shown}  ${paint.dim(`skipped${reason}`)}`;
  }
  const time = formatSeconds(verdict.elapsed);
  const room = Math.min(style.width, widest) - head - displayWidth(time) - 4;
  const remark = remarkOf(verdict, room);
  const gap = " ".repeat(Math.max(2, room + 4 - (remark === "" ? 0 : displayWidth(remark) + 2)));
  return `${shown}${remark === "" ? "" : `  ${paint.dim(remark)}`}${gap}${time}`;
}

/** The sign of a verdict's or a step's outcome. */
export function markOf(judged: Pick<Verdict, "outcome" | "knownFailing">): string {
  if (judged.knownFailing === true) return "·";
  return { pass: "✓", fail: "✗", error: "!", noisy: "~", skip: "-" }[judged.outcome];
}

/** The sign in its colour. */
export function paintMark(judged: Pick<Verdict, "outcome" | "knownFailing">, paint: Paint): string {
  const mark = markOf(judged);
  if (judged.knownFailing === true || judged.outcome === "skip") return paint.dim(mark);
  if (judged.outcome === "pass") return paint.green(mark);
  return judged.outcome === "noisy" ? paint.yellow(mark) : paint.red(mark);
}

function remarkOf(verdict: Verdict, room: number): string {
  if (verdict.knownFailing === true) return "known to fail";
  if (verdict.outcome !== "pass") return verdict.outcome === "fail" ? "" : verdict.outcome;
  const bounded = verdict.steps.filter(isBounded).toSorted((a, b) => tightness(b) - tightness(a));
  return bounds(bounded, room);
}

/** As many measured bounds as there is room for, the tightest first and always there. */
function bounds(steps: readonly StepVerdict[], room: number): string {
  const [tightest] = steps;
  if (tightest === undefined) return "";
  for (let shown = steps.length; shown > 1; shown--) {
    const text = bracket(steps, shown);
    if (displayWidth(text) <= room) return text;
  }
  const named = bracket(steps, 1);
  return displayWidth(named) <= room ? named : `[${renderMeasure(tightest)}]`;
}

function bracket(steps: readonly StepVerdict[], shown: number): string {
  const parts = steps.slice(0, shown).map((step) => `${verb(step)} ${renderMeasure(step)}`);
  const more = steps.length > shown ? [`+${steps.length - shown}`] : [];
  return `[${[...parts, ...more].join(", ")}]`;
}

/** The step's name, or its action. */
function verb(step: StepVerdict): string {
  return visible(step.name ?? step.headline.split(" ", 1)[0] ?? step.id);
}
