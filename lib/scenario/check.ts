// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Judging one step by what was observed. Pure. @module */

import { count, matchItem, matchValue, showValue } from "./match.ts";
import type { Matchers } from "./match.ts";
import type {
  Bounds,
  Expectation,
  Failure,
  Headers,
  Item,
  Json,
  Mismatch,
  Outcome,
  PlannedStep,
  Problem,
  Span,
} from "./types.ts";
import { formatDuration } from "./unit.ts";

/** What is known of a step's run. */
export interface StepResult {
  readonly items: readonly Item[];
  readonly failure?: Failure;
  /** Milliseconds. */
  readonly elapsed: number;
  /** The machine's measured interference, milliseconds. */
  readonly lag: number;
  /** When the step began, milliseconds since the scenario's start. */
  readonly began: number;
}

/** A judged step. */
export interface StepJudgement {
  readonly outcome: Exclude<Outcome, "skip">;
  readonly problems: readonly Problem[];
}

/**
 * Judges a step; its expectations hold no more variables. Every mismatch is collected. A bound
 * missed by less than the machine's interference is `noisy`, if nothing else is wrong.
 */
export function judgeStep(
  step: PlannedStep,
  result: StepResult,
  matchers: Matchers,
): StepJudgement {
  const notes = [sentence(step, result)];
  const problems = [
    ...judgeFailure(step, result, notes),
    ...(result.failure === undefined && step.fails === undefined
      ? judgeItems(step, result.items, matchers).map((mismatch) => toProblem(mismatch, notes))
      : []),
  ];
  if (problems.length === 0) problems.push(...judgeBounds(step, result, notes));
  return { outcome: worst(problems), problems };
}

/** The gravest outcome among problems. */
export function worst(problems: readonly Problem[]): Exclude<Outcome, "skip"> {
  for (const outcome of ["error", "fail", "noisy"] as const) {
    if (problems.some((problem) => problem.outcome === outcome)) return outcome;
  }
  return "pass";
}

/** A step as headlines name it: `request "echo.cached" by alice`. */
export function headline(step: PlannedStep): string {
  const subject = step.subject === "" ? "" : ` "${step.subject}"`;
  const by = step.by === undefined || step.subject === step.by ? "" : ` by ${step.by}`;
  return `${step.action}${subject}${by}${step.name === undefined ? "" : ` (${step.name})`}`;
}

/** Bounds in words: `within 50ms`. */
export function boundsText(bounds: Bounds): string {
  if (bounds.min !== undefined && bounds.max !== undefined) {
    return `${formatDuration(bounds.min)}..${formatDuration(bounds.max)}`;
  }
  if (bounds.max !== undefined) return `within ${formatDuration(bounds.max)}`;
  return bounds.min === undefined ? "" : `after ${formatDuration(bounds.min)}`;
}

const verbs: { readonly [action: string]: string } = {
  request: "replied after",
  receive: "received after",
  "js.fetch": "received after",
  await: "came after",
};

function sentence(step: PlannedStep, result: StepResult): string {
  const verb = result.failure === undefined ? verbs[step.action] ?? "took" : "failed after";
  const bounds = boundsText(step.bounds);
  return `${headline(step)} at t=+${formatDuration(result.began)}, ${verb} ${
    formatDuration(result.elapsed)
  }${bounds === "" ? "" : ` (${bounds})`}`;
}

/** Whose failure it is: `fail` where the system under test gave the reason, `error` for the rig. */
export function failureOutcome(failure: Failure): "fail" | "error" {
  return failure.code === undefined && failure.blame === undefined ? "error" : "fail";
}

function judgeFailure(
  step: PlannedStep,
  result: StepResult,
  notes: readonly string[],
): readonly Problem[] {
  const { failure } = result;
  if (step.fails !== undefined) {
    if (failure?.code === step.fails) return [];
    const label = failure === undefined
      ? `expected to fail with ${step.fails}, it succeeded`
      : `expected to fail with ${step.fails}, got ${failure.code ?? "another failure"}`;
    return [{
      outcome: failure === undefined ? "fail" : failureOutcome(failure),
      severity: "error",
      message: "expectation not met",
      span: step.failsSpan ?? step.span,
      label,
      notes: failure === undefined ? notes : [...notes, failure.message],
    }];
  }
  if (failure === undefined) return [];
  return [{
    outcome: failureOutcome(failure),
    severity: "error",
    message: failureOutcome(failure) === "error"
      ? `the step could not be done: ${failure.message}`
      : failure.code === undefined
      ? failure.message
      : `${failure.code}: ${failure.message}`,
    span: step.span,
    notes,
  }];
}

function judgeItems(
  step: PlannedStep,
  items: readonly Item[],
  matchers: Matchers,
): readonly Mismatch[] {
  const { expect, expectAll, expectHeaders, expectSubject } = step.expectations;
  const [first] = items;
  const mismatches: Mismatch[] = [];
  if (step.action === "silence" && first !== undefined) {
    mismatches.push({
      path: "$",
      expected: "silence",
      actual: `${showValue(first.value)}${
        first.subject === undefined ? "" : ` on ${first.subject}`
      }`,
      span: step.span,
    });
  }
  if (expect !== undefined) {
    const subject = step.expectations.whole === true ? { value: items.map(plainValue) } : first;
    mismatches.push(...matchItem(expect, subject, matchers));
  }
  if (expectHeaders !== undefined) {
    mismatches.push(...matchValue(expectHeaders, plainHeaders(first?.headers), matchers));
  }
  if (expectSubject !== undefined) {
    mismatches.push(...matchValue(expectSubject, first?.subject, matchers));
  }
  if (expectAll !== undefined) mismatches.push(...matchAll(step, expectAll, items, matchers));
  else mismatches.push(...judgeCount(step, items));
  return mismatches;
}

/** An item's value within a list. */
function plainValue({ value }: Item): Json {
  return value instanceof Uint8Array ? { $base64: value.toBase64() } : value;
}

function judgeCount(step: PlannedStep, items: readonly Item[]): readonly Mismatch[] {
  const wanted = step.expectations.count;
  if (wanted === undefined || wanted === items.length) return [];
  return [{
    path: "$",
    expected: count(wanted, "item"),
    actual: String(items.length),
    span: step.span,
  }];
}

/** Headers as a mapping: a value where there is one, a list where there are several. */
function plainHeaders(headers: Headers | undefined): Json {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, values]) => {
      const [only] = values;
      return [name, values.length === 1 && only !== undefined ? only : [...values]];
    }),
  );
}

function matchAll(
  step: PlannedStep,
  list: Extract<Expectation, { kind: "list" }>,
  items: readonly Item[],
  matchers: Matchers,
): readonly Mismatch[] {
  const surplus = items.length - list.items.length;
  const extra: readonly Mismatch[] = surplus <= 0 ? [] : [{
    path: "$",
    expected: count(list.items.length, "item"),
    actual: `${items.length}, the first surplus one ${showValue(items[list.items.length]?.value)}`,
    span: list.span,
  }];
  if (!step.expectations.anyOrder) {
    return [
      ...list.items.flatMap((expectation, index) => matchItem(expectation, items[index], matchers)),
      ...extra,
    ];
  }
  const unmet = assign(list.items, items, matchers);
  return [
    ...unmet.map((expectation) => ({
      path: "$",
      expected: "an item that matches",
      actual: `none of ${count(items.length, "item")}`,
      span: expectation.span,
    })),
    ...extra,
  ];
}

/** The expectations that no assignment of items to expectations can meet (bipartite matching). */
function assign(
  expectations: readonly Expectation[],
  items: readonly Item[],
  matchers: Matchers,
): readonly Expectation[] {
  const fits = expectations.map((expectation) =>
    items.map((item) => matchItem(expectation, item, matchers).length === 0)
  );
  const takenBy = new Map<number, number>();
  const tryAssign = (index: number, seen: Set<number>): boolean => {
    for (const [item, fit] of (fits[index] ?? []).entries()) {
      if (!fit || seen.has(item)) continue;
      seen.add(item);
      const holder = takenBy.get(item);
      if (holder === undefined || tryAssign(holder, seen)) {
        takenBy.set(item, index);
        return true;
      }
    }
    return false;
  };
  return expectations.filter((_, index) => !tryAssign(index, new Set()));
}

function toProblem(mismatch: Mismatch, notes: readonly string[]): Problem {
  const at = mismatch.path === "$" ? "" : ` at ${mismatch.path}`;
  return {
    outcome: "fail",
    severity: "error",
    message: "expectation not met",
    span: mismatch.span,
    label: `expected ${mismatch.expected}, got ${mismatch.actual}`,
    notes: at === "" ? notes : [...notes, `value${at}`],
  };
}

function judgeBounds(
  step: PlannedStep,
  result: StepResult,
  notes: readonly string[],
): readonly Problem[] {
  const problem = boundsProblem(
    step.bounds,
    result.elapsed,
    result.lag,
    step.boundsSpan ?? step.span,
  );
  return problem === undefined ? [] : [{ ...problem, notes: [...notes, ...problem.notes ?? []] }];
}

/** The problem of a measured time with its bounds; undefined where they hold. */
export function boundsProblem(
  bounds: Bounds,
  elapsed: number,
  lag: number,
  span: Span,
): Problem | undefined {
  const over = elapsed - (bounds.max ?? Infinity);
  const under = (bounds.min ?? 0) - elapsed;
  const missed = Math.max(over, under);
  if (missed <= 0) return undefined;
  const noisy = missed < lag;
  return {
    outcome: noisy ? "noisy" : "fail",
    severity: noisy ? "warning" : "error",
    message: noisy ? "bound missed, by less than the machine's interference" : "bound missed",
    span,
    label: `expected ${boundsText(bounds)}, took ${formatDuration(elapsed)}: ${
      formatDuration(missed)
    } too ${over > 0 ? "long" : "short"}`,
    notes: [`interference of the machine meanwhile: ${formatDuration(lag)}`],
  };
}
