// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Judging a run by its event log. Pure, so a recorded log gives the same verdict again. @module */

import { failureOutcome, headline, worst } from "./check.ts";
import { judgeInvariants } from "./invariant.ts";
import { judgeEnd } from "./judge_end.ts";
import type { StepEnd } from "./judge_end.ts";
import type { Matchers } from "./match.ts";
import type { PlannedRun, PlannedStep, Problem, RunEvent, StepVerdict, Verdict } from "./types.ts";

/** Judges a run. */
export function judge(
  run: PlannedRun,
  events: readonly RunEvent[],
  options: { readonly matchers: Matchers },
): Verdict {
  const steps = flatten([...run.setup, ...run.steps, ...run.teardown]);
  const ends = Map.groupBy(lastTries(events).filter(isFinalEnd), (event) => event.step ?? "");
  const judged = steps.flatMap((step) =>
    judgePlanned(step, ends.get(step.id) ?? [], options.matchers)
  );
  const stepProblems = judged.flatMap((entry) => entry.problems);
  const runProblems = judgeRun(run, events, stepProblems);
  const gone = [...stepProblems, ...runProblems].some((problem) => problem.outcome !== "noisy");
  const closing = gone
    ? []
    : [...judgeInvariants(run.invariants, events), ...judgeOutput(run, events)];
  const problems = [...stepProblems, ...runProblems, ...closing];
  const start = events.find((event) => event.kind === "run-start");
  const end = events.findLast((event) => event.kind === "run-end");
  const version = events.find((event) => event.kind === "server-version");
  const log = events.flatMap((event) =>
    event.kind === "server-log" ? event.lines.map((line) => `${event.node}: ${line}`) : []
  );
  return {
    id: run.id,
    title: run.title,
    tags: run.tags,
    file: run.file,
    outcome: worst(problems),
    elapsed: end?.kind === "run-end" ? end.elapsed : events.at(-1)?.t ?? 0,
    attempts: start?.kind === "run-start" ? start.attempt : 1,
    problems,
    steps: withChildren(judged.map((entry) => entry.verdict)),
    output: transcript(events),
    ...(run.about === undefined ? {} : { about: run.about }),
    ...(version?.kind === "server-version" ? { server: version.version } : {}),
    // An expectation that was not met explains itself; what could not be done may not.
    ...(log.length === 0 || worst(problems) !== "error" ? {} : { serverLog: log }),
  };
}

/** What `print` (a line each) and process actors wrote, in order. */
export function transcript(events: readonly RunEvent[]): string {
  return events.map((event) => {
    if (event.kind === "print") return `${event.text}\n`;
    return event.kind === "output" && event.actor !== undefined ? event.text : "";
  }).join("");
}

function flatten(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  return steps.flatMap((step) => [step, ...flatten(step.children)]);
}

/** A step is no better than the steps in it, although their problems are told where they happened. */
function withChildren(steps: readonly StepVerdict[]): readonly StepVerdict[] {
  const ranks = ["pass", "skip", "noisy", "fail", "error"] as const;
  return steps.map((step) => {
    const inner = steps.filter(({ id }) => id.startsWith(`${step.id}.`));
    const rank = Math.max(...[step, ...inner].map(({ outcome }) => ranks.indexOf(outcome)));
    return { ...step, outcome: ranks[rank] ?? step.outcome };
  });
}

/**
 * The events without the nested steps of tries that were repeated: where a step with `until` ran
 * again, only what its last try did counts.
 */
function lastTries(events: readonly RunEvent[]): readonly RunEvent[] {
  const dropped = new Set<RunEvent>();
  const tryBegan = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    const { step } = event;
    if (step === undefined) continue;
    if (event.kind === "step-end" && !event.final) {
      const tried = events.slice(tryBegan.get(step) ?? 0, index);
      for (const inner of tried) if (inner.step?.startsWith(`${step}.`)) dropped.add(inner);
    }
    if (event.kind === "step-start" || event.kind === "step-end") tryBegan.set(step, index);
  }
  return events.filter((event) => !dropped.has(event));
}

function isFinalEnd(event: RunEvent): event is StepEnd {
  return event.kind === "step-end" && event.final;
}

function judgePlanned(
  step: PlannedStep,
  ends: readonly StepEnd[],
  matchers: Matchers,
): readonly { readonly verdict: StepVerdict; readonly problems: readonly Problem[] }[] {
  const last = ends.at(-1);
  if (last === undefined) return [];
  // The children's problems are reported where they happened.
  const problems = step.children.length > 0 && last.failure === undefined
    ? judgeEnd({ ...step, expectations: { anyOrder: false } }, last, matchers)
    : ends.flatMap((end) => judgeEnd(step, end, matchers));
  return [{
    problems,
    verdict: {
      id: step.id,
      outcome: worst(problems),
      elapsed: last.elapsed,
      lag: last.lag,
      bounds: step.bounds,
      headline: headline(step),
      runs: ends.length,
      ...(step.name === undefined ? {} : { name: step.name }),
    },
  }];
}

/** What went wrong with the run as a whole. */
function judgeRun(
  run: PlannedRun,
  events: readonly RunEvent[],
  stepProblems: readonly Problem[],
): readonly Problem[] {
  const end = events.findLast((event) => event.kind === "run-end");
  if (end === undefined || end.kind !== "run-end") {
    return [{
      outcome: "error",
      severity: "error",
      message: "the run has no end: its event log is cut off",
      span: run.titleSpan,
    }];
  }
  if (end.failure === undefined) return [];
  // The steps that the run's failure cut short say nothing of their own.
  const open = openStep(events);
  const outcome = failureOutcome(end.failure);
  const step = flatten([...run.setup, ...run.steps, ...run.teardown]).find((s) => s.id === open);
  if (end.failure.code === "timeout" && stepProblems.length > 0) return [];
  const output = transcript(events.filter((event) => !event.step?.startsWith("teardown")));
  return [{
    outcome,
    severity: "error",
    message: end.failure.message,
    span: step?.span ?? run.titleSpan,
    notes: [
      ...(step === undefined ? [] : [`while ${headline(step)} was running`]),
      ...(output === "" ? [] : [`output so far: ${JSON.stringify(output.slice(-400))}`]),
    ],
  }];
}

/** The innermost step that began and did not end. */
function openStep(events: readonly RunEvent[]): string | undefined {
  const open: string[] = [];
  for (const event of events) {
    if (event.step === undefined) continue;
    if (event.kind === "step-start") open.push(event.step);
    if (event.kind === "step-end" && event.final) open.splice(open.lastIndexOf(event.step), 1);
  }
  return open.at(-1);
}

function judgeOutput(run: PlannedRun, events: readonly RunEvent[]): readonly Problem[] {
  if (run.output === undefined) return [];
  const actual = transcript(events);
  const expected = run.output.text;
  if (actual === expected) return [];
  const wanted = expected.split("\n");
  const got = actual.split("\n");
  const at = wanted.findIndex((line, index) => line !== got[index]);
  const index = at === -1 ? wanted.length : at;
  const show = (line: string | undefined) => line === undefined ? "nothing" : JSON.stringify(line);
  return [{
    outcome: "fail",
    severity: "error",
    message: "the output is not the golden transcript",
    span: run.output.span,
    label: `line ${index + 1}: expected ${show(wanted[index])}, got ${show(got[index])}`,
    notes: [`whole output: ${JSON.stringify(actual.slice(0, 1000))}`],
  }];
}
