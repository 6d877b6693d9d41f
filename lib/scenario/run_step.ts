// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Running one step: fill its variables, perform it, measure it, repeat it where it says so. @module */

import { sleep } from "./clock.ts";
import { worst } from "./check.ts";
import { measureInterference } from "./interference.ts";
import { fitTexts } from "./fit_text.ts";
import { judgeEnd } from "./judge_end.ts";
import type { StepEnd } from "./judge_end.ts";
import { readJson, showValue } from "./match.ts";
import { isJsonObject } from "./node.ts";
import { createContext, variablesOf } from "./run_context.ts";
import type { Locals } from "./run_context.ts";
import { toFailure } from "./run_state.ts";
import type { RunState } from "./run_state.ts";
import { fillJson, follow } from "./template.ts";
import type { Failure, Item, Json, Observation, PlannedStep, Value } from "./types.ts";

/** How long a try of a step with `until` is followed by a pause, in milliseconds. */
const pauseMs = 20;

/**
 * Runs a step until it passes, fails for good, or the run is cut short.
 *
 * @returns whether it passed; a noisy bound counts as passed, so that the story goes on
 * @throws {RunAborted} where the run is cut short meanwhile
 */
export async function runStep(
  state: RunState,
  step: PlannedStep,
  locals: Locals,
): Promise<boolean> {
  const place = { step: step.id, ...(step.by === undefined ? {} : { actor: step.by }) };
  state.emit({ kind: "step-start" }, place);
  const end = state.clock.now() + (step.untilMs ?? 0);
  while (true) {
    const left = end - state.clock.now();
    const attempt = { locals, left, childFailed: false };
    const tried = withSaved(step, await tryStep(state, step, attempt));
    const outcome = worst(judgeEnd(step, tried, state.environment.vocabulary.matchers));
    const passed = (outcome === "pass" || outcome === "noisy") && !attempt.childFailed;
    const again = step.untilMs !== undefined && !passed && state.clock.now() + pauseMs < end;
    const { t: _t, step: _step, actor: _actor, ...body } = tried;
    state.emit({ ...body, final: !again }, place);
    if (passed) saveValues(state, step, tried.items);
    if (!again) return passed;
    await sleep(pauseMs, state.signal);
  }
}

interface Attempt {
  readonly locals: Locals;
  /** Milliseconds until a step with `until` gives up. */
  readonly left: number;
  /** A nested step did not pass. */
  childFailed: boolean;
}

async function tryStep(state: RunState, step: PlannedStep, attempt: Attempt): Promise<StepEnd> {
  const values = { ...variablesOf(state), ...attempt.locals };
  const bounded = step.bounds.min !== undefined || step.bounds.max !== undefined;
  const context = createContext(state, step, {
    patienceMs: patience(step, attempt.left),
    locals: attempt.locals,
    runStep: async (...args) => {
      const passed = await runStep(...args);
      if (!passed) attempt.childFailed = true;
      return passed;
    },
  });
  const action = state.environment.vocabulary.actions.get(step.action);
  if (action === undefined) throw new TypeError(`no action "${step.action}"`);
  const lag = bounded ? measureInterference(serverPids(state)) : () => 0;
  const began = state.clock.now();
  const { observation, failure } = await perform(state.signal, async () => {
    const filled = fillParams(step, values, action.traits.locals ?? []);
    const params = step.templated ? fitTexts(action.schema, step.params, filled) : filled;
    return await action.run(params, context);
  });
  if (failure !== undefined) dropSubscriptions(state, step);
  const at = Math.max(began, observation.at ?? state.clock.now());
  return {
    t: at,
    kind: "step-end",
    final: true,
    items: observation.items,
    at,
    elapsed: Math.round((at - began) * 1000) / 1000,
    lag: Math.round(lag() * 1000) / 1000,
    ...(usesVariables(step) ? { variables: values } : {}),
    ...(step.name === undefined ? {} : { name: step.name }),
    ...(failure === undefined ? {} : { failure }),
  };
}

async function perform(
  signal: AbortSignal,
  act: () => Promise<Observation>,
): Promise<{ readonly observation: Observation; readonly failure?: Failure }> {
  try {
    return { observation: await act() };
  } catch (error) {
    // What a step says once the run is cut short is only an echo of that.
    if (signal.aborted) throw signal.reason;
    return { observation: { items: [] }, failure: toFailure(error) };
  }
}

/** Whether judging the step takes variables; only then they go into the event log. */
function usesVariables(step: PlannedStep): boolean {
  return JSON.stringify(step.expectations).includes("${");
}

/** A step that failed has subscribed to nothing: the names it took are free again. */
function dropSubscriptions(state: RunState, step: PlannedStep): void {
  for (const { subscriptions } of state.clients.values()) {
    for (const [name, held] of subscriptions) {
      if (held.step === step.id) subscriptions.delete(name);
    }
  }
}

/** How long a step waits: well beyond its bounds, so that a missed one has a measured value. */
function patience(step: PlannedStep, left: number): number {
  const usual = Math.max(
    2000,
    (step.bounds.max ?? 0) * 1.5 + 1000,
    (step.bounds.min ?? 0) + 1000,
  );
  return step.untilMs === undefined ? usual : Math.max(1, Math.min(usual, left));
}

function serverPids(state: RunState): readonly number[] {
  return (state.cluster?.nodes ?? []).flatMap((node) => node.pid ?? []);
}

/** Fills what the run knows; the action's own variables it fills itself. */
function fillParams(
  step: PlannedStep,
  values: Locals,
  locals: readonly string[],
): { readonly [key: string]: Json } {
  if (!step.templated) return step.params;
  const lookup = (variable: { readonly name: string; readonly path: readonly string[] }) =>
    locals.includes(variable.name) ? undefined : follow(values[variable.name], variable.path);
  // Expectations keep their variables: they are filled where they are judged.
  const entries = Object.entries(step.params).map(([key, value]) => [
    key,
    key.startsWith("expect") || step.children.length > 0
      ? value
      : fillJson(value, lookup, locals.length > 0 ? "keep" : "throw"),
  ]);
  return Object.fromEntries(entries);
}

function saveValues(state: RunState, step: PlannedStep, items: readonly Item[]): void {
  for (const [name, path] of Object.entries(step.save)) {
    const value = pickValue(step, items, path);
    if (value !== undefined) state.variables.set(name, value);
  }
}

/** A step fails where there is nothing to save; what came instead is said. */
function withSaved(step: PlannedStep, end: StepEnd): StepEnd {
  if (end.failure !== undefined || step.fails !== undefined) return end;
  const missing = Object.entries(step.save).find(([, path]) =>
    pickValue(step, end.items, path) === undefined
  );
  if (missing === undefined) return end;
  const [name, path] = missing;
  const came = end.items.map((item) => showValue(structured(item))).join(", ") || "nothing";
  const message = `cannot save "${name}": there is nothing at ${path} in what came: ${came}`;
  return { ...end, failure: { message } };
}

/** The value at a path of a step's result: the one item's value, or the list of them. */
function pickValue(step: PlannedStep, items: readonly Item[], path: string): Json | undefined {
  const many = step.expectations.whole === true || step.expectations.expectAll !== undefined ||
    (step.expectations.count ?? 1) > 1;
  const values = items.map((item) => toSaved(path === "$" ? item.value : structured(item)));
  const root: Json | undefined = many ? values : values[0];
  return follow(root, path.match(/[\w-]+/g) ?? []);
}

function structured(item: Item): Value {
  return item.untyped === true ? readJson(item.value) : item.value;
}

function toSaved(value: Value): Json {
  if (value instanceof Uint8Array) return { $base64: value.toBase64() };
  return isJsonObject(value) ? { ...value } : value;
}
