// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** How long runs will take, as far as they say so themselves. @module */

import type { PlannedRun, PlannedStep } from "../scenario/types.ts";
import { parseDuration } from "../scenario/unit.ts";

/** What a cluster needs to find its leaders, roughly, in milliseconds. */
const clusterMs = 3000;

/**
 * Milliseconds a run will take at least: what it sleeps, and what a cluster needs. An estimate to
 * start the longest runs first by, so that none of them is left for the end.
 */
export function expectedTime(run: PlannedRun): number {
  const steps = [...run.setup, ...run.steps, ...run.teardown];
  const cluster = "nodes" in run.server && run.server.nodes > 1 ? clusterMs : 0;
  return cluster + sum(steps.map(stepTime));
}

function stepTime(step: PlannedStep): number {
  const inner = step.children.map(stepTime);
  if (step.action === "parallel") return Math.max(0, ...inner);
  const { times, sleep, silence, for: wait } = step.params;
  if (step.action === "repeat") return sum(inner) * (typeof times === "number" ? times : 1);
  const text = step.action === "sleep" ? sleep : silence === undefined ? undefined : wait;
  return typeof text === "string" ? parseDuration(text) ?? 0 : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
