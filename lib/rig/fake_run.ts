// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Runs and verdicts for tests of the rig. @module */

import type { Outcome, PlannedRun, Verdict } from "../scenario/types.ts";

const span = { file: "a.yaml", start: 0, end: 1 };

/** A run that prints nothing and does nothing. */
export function fakeRun(id: string, more: Partial<PlannedRun> = {}): PlannedRun {
  return {
    id,
    title: `Title of ${id}`,
    tags: [],
    file: `${id}.yaml`,
    titleSpan: span,
    requires: { driver: [] },
    timeoutMs: 1000,
    retries: 2,
    server: { nodes: 1, jetstream: false, websocket: false, tls: false },
    messages: [],
    actors: [],
    setup: [],
    steps: [],
    teardown: [],
    invariants: [],
    folder: "/scenarios",
    secrets: [],
    ...more,
  };
}

/** The verdict of a run. */
export function fakeVerdict(run: PlannedRun, outcome: Outcome): Verdict {
  const bad = outcome === "fail" || outcome === "error" || outcome === "noisy";
  return {
    id: run.id,
    title: run.title,
    tags: run.tags,
    file: run.file,
    outcome,
    elapsed: 1,
    attempts: 1,
    problems: bad ? [{ outcome, severity: "error", message: `${run.id} did not work`, span }] : [],
    steps: [],
    output: "",
  };
}
