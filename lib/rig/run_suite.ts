// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Performing a plan: several runs at a time, verdicts in input order. @module */

import type { SuiteEvent, Summary } from "../report/types.ts";
import type { Plan, PlannedRun, Verdict } from "../scenario/types.ts";
import { expectedTime } from "./expected_time.ts";
import { applyKnownFailure, findKnownFailure, type KnownFailure } from "./known_failing.ts";
import { type Slot, Slots } from "./slots.ts";
import { summarize } from "./summary.ts";

/** One try of a run. */
export interface RunAttempt {
  /** From 1. */
  readonly number: number;
  /** Cancels the run. */
  readonly signal: AbortSignal;
  /** Tells which step runs now. */
  readonly progress: (step: string) => void;
  /** Is told when the run does nothing for a while, and when it does something again. */
  readonly rest?: (resting: boolean) => void;
}

/** Performs one try of a run and judges it. */
export type Perform = (run: PlannedRun, attempt: RunAttempt) => Promise<Verdict>;

/** How {@linkcode runSuite} works. */
export interface RunSuiteOptions {
  /** Performs a try of a run. */
  readonly perform: Perform;
  /** Runs at a time, from 1. While a run only sleeps, another one may take its place. */
  readonly jobs: number;
  /** Start no further run after a failure. Default: false. */
  readonly failFast?: boolean;
  /** Runs that are known to fail. Default: none. */
  readonly knownFailing?: readonly KnownFailure[];
  /** The servers that were found, in one line, for reports. */
  readonly server?: string;
  /** Sees everything; verdicts arrive in input order. */
  readonly handle: (event: SuiteEvent) => void;
  /** Cancels what runs; what has not passed by then is skipped. */
  readonly signal: AbortSignal;
  /** Milliseconds, monotonic. Default: `performance.now`. */
  readonly now?: () => number;
}

/** What came out of a suite. */
export interface SuiteResult {
  /** How many ended how. */
  readonly summary: Summary;
  /** In input order. */
  readonly verdicts: readonly Verdict[];
}

/**
 * Performs the runs of a plan; with several jobs those that say they take long are started first. A
 * run whose verdict is `noisy` is tried again, up to its `retries`.
 *
 * @throws whatever `perform` throws, after the runs under way have ended
 */
export async function runSuite(plan: Plan, options: RunSuiteOptions): Promise<SuiteResult> {
  const now = options.now ?? (() => performance.now());
  const start = now();
  const { handle, signal } = options;
  handle({
    kind: "suite-start",
    runs: plan.runs.map(({ id, title, file }) => ({ id, title, file })),
    ...(options.server !== undefined && { server: options.server }),
  });
  const verdicts = await schedule(plan.runs, options);
  const cancelled = signal.aborted;
  const summary = summarize(verdicts, { elapsed: now() - start, cancelled });
  handle({ kind: "suite-end", summary });
  return { summary, verdicts };
}

async function schedule(
  runs: readonly PlannedRun[],
  options: RunSuiteOptions,
): Promise<readonly Verdict[]> {
  const verdicts = new InOrder((verdict) => options.handle({ kind: "verdict", verdict }));
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const slots = new Slots(options.jobs);
  const underWay: Promise<void>[] = [];
  let failed: string | undefined;

  async function perform(index: number, run: PlannedRun, held: Slot): Promise<void> {
    using slot = held;
    const reason = reasonToSkip(options, failed);
    const verdict = reason === undefined
      ? await performRun(run, { ...options, signal }, slot)
      : notRun(run, reason);
    const fails = verdict.outcome === "fail" || verdict.outcome === "error";
    if (fails && verdict.knownFailing !== true) failed ??= run.id;
    verdicts.add(index, verdict);
  }

  for (const index of startOrder(runs, options.jobs)) {
    const slot = await slots.take();
    const run = runs[index];
    if (run === undefined || broken.signal.aborted) break;
    underWay.push(perform(index, run, slot).catch((error: unknown) => broken.abort(error)));
  }
  await Promise.all(underWay);
  if (broken.signal.aborted) throw broken.signal.reason;
  return verdicts.all();
}

function reasonToSkip(options: RunSuiteOptions, failed: string | undefined): string | undefined {
  if (options.signal.aborted) return cancelledReason(options.signal);
  return failed !== undefined && options.failFast === true
    ? `not run: ${failed} failed (--fail-fast)`
    : undefined;
}

/** Indexes of the runs: the longest first, so that none is left for the end; one by one as given. */
function startOrder(runs: readonly PlannedRun[], jobs: number): number[] {
  const indexes = [...runs.keys()];
  if (jobs === 1) return indexes;
  const times = runs.map(expectedTime);
  return indexes.toSorted((a, b) => (times[b] ?? 0) - (times[a] ?? 0));
}

async function performRun(
  run: PlannedRun,
  options: RunSuiteOptions,
  slot: Slot,
): Promise<Verdict> {
  const { handle, signal } = options;
  const known = findKnownFailure(options.knownFailing ?? [], run.id);
  for (let number = 1;; number++) {
    handle({ kind: "run-start", id: run.id, attempt: number });
    const progress = (step: string) => handle({ kind: "run-progress", id: run.id, step });
    const verdict = await options.perform(run, { number, signal, progress, rest: slot.rest });
    slot.rest(false);
    const again = verdict.outcome === "noisy" && number <= run.retries && !signal.aborted;
    if (again) continue;
    handle({ kind: "run-end", id: run.id });
    // What a cancelled run says of itself is the cancellation's doing.
    if (signal.aborted && verdict.outcome !== "pass") return notRun(run, cancelledReason(signal));
    return applyKnownFailure({ ...verdict, attempts: number }, known);
  }
}

/** The verdict of a run that was not performed. */
export function skipped(run: PlannedRun, reason: string): Verdict {
  return {
    id: run.id,
    title: run.title,
    ...(run.about !== undefined && { about: run.about }),
    tags: run.tags,
    file: run.file,
    outcome: "skip",
    reason,
    elapsed: 0,
    attempts: 0,
    problems: [],
    steps: [],
    output: "",
  };
}

function notRun(run: PlannedRun, reason: string): Verdict {
  return { ...skipped(run, reason), notRun: true };
}

/** The reason to abort a suite's signal with; its text stands in the verdicts of what it ends. */
export function cancellation(cause: string): DOMException {
  return new DOMException(`cancelled (${cause})`, "AbortError");
}

function cancelledReason(signal: AbortSignal): string {
  return signal.reason instanceof Error ? signal.reason.message : "cancelled";
}

/** Hands on values by index, each as soon as all before it are there. */
class InOrder {
  readonly #emit: (verdict: Verdict) => void;
  readonly #done: (Verdict | undefined)[] = [];
  #next = 0;

  constructor(emit: (verdict: Verdict) => void) {
    this.#emit = emit;
  }

  add(index: number, verdict: Verdict): void {
    this.#done[index] = verdict;
    for (let ready = this.#done[this.#next]; ready !== undefined; ready = this.#done[this.#next]) {
      this.#next += 1;
      this.#emit(ready);
    }
  }

  all(): readonly Verdict[] {
    return this.#done.filter((verdict) => verdict !== undefined);
  }
}
