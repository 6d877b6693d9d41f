// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What an action is given while it runs. @module */

import type { ActionContext } from "../action/types.ts";
import { sleep } from "./clock.ts";
import { decodePayload, encodePayload, typeOfSubject } from "./payload.ts";
import { runProcess } from "./run_process.ts";
import type { RunState } from "./run_state.ts";
import { fillJson, follow } from "./template.ts";
import type { Json, PlannedStep } from "./types.ts";

/** Variables that steps around a step define: `i` of `repeat`. */
export type Locals = { readonly [name: string]: Json };

/** Runs a nested step. */
export type RunStep = (state: RunState, step: PlannedStep, locals: Locals) => Promise<boolean>;

/** Why an action waits no longer. */
class PatienceOver extends Error {
  override readonly name = "PatienceOver";
  readonly code = "timeout";
}

/** Makes the context of a step. */
export function createContext(
  state: RunState,
  step: PlannedStep,
  options: { readonly patienceMs: number; readonly locals: Locals; readonly runStep: RunStep },
): ActionContext {
  const { run, environment } = state;
  const where = { step: step.id, ...(step.by === undefined ? {} : { actor: step.by }) };
  const subscription = (name: string) => {
    const held = state.client(step.by).subscriptions.get(name);
    if (held === undefined) throw new Error(`${step.by} has no subscription "${name}" now`);
    return held;
  };
  return {
    signal: state.signal,
    patienceMs: options.patienceMs,
    step,
    urls: state.urls,
    folder: run.folder,
    now: () => state.clock.now(),
    since: (at) => state.clock.since(at),
    emit: (body) => state.emit(body, where),
    client: () => state.client(step.by).client,
    clientOf: (actor) => state.client(actor).client,
    servers: () => {
      if (state.cluster === undefined) throw new Error("the rig did not start this server");
      return state.cluster;
    },
    subscriptionId: (name) => subscription(name).id,
    addSubscription: (name) => {
      const { subscriptions } = state.client(step.by);
      if (subscriptions.get(name)?.ended === false) {
        throw new Error(
          `${step.by} has a subscription "${name}" already; give this one a name with "as"`,
        );
      }
      const id = state.nextId();
      subscriptions.set(name, { id, step: step.id, subject: name, delivery: id, ended: false });
      return id;
    },
    endSubscription: (name) => {
      subscription(name).ended = true;
    },
    noteSubject: (name, subject, queue) => {
      const held = subscription(name);
      held.subject = subject;
      if (queue !== undefined) held.delivery = `${subject} in ${queue}`;
      state.emit({ kind: "subscription", subject, delivery: held.delivery }, where);
    },
    subjectOf: (name) => subscription(name).subject,
    encode: (subject, direction, value) =>
      encodePayload(environment.codec, typeOfSubject(run.messages, subject, direction), value),
    decode: (subject, direction, message) => ({
      ...decodePayload(
        environment.codec,
        typeOfSubject(run.messages, subject, direction),
        message.data,
      ),
      subject: message.subject,
      ...(message.headers === undefined ? {} : { headers: message.headers }),
    }),
    decodeUntyped: (data) => decodePayload(environment.codec, undefined, data),
    fill: (value, locals) =>
      fill(step, value, { ...variablesOf(state), ...options.locals, ...locals }),
    status: async (kind, code) => {
      const patience = AbortSignal.timeout(options.patienceMs);
      const signal = AbortSignal.any([state.signal, patience]);
      try {
        return await state.client(step.by).statuses.take({ kind, code }, signal);
      } catch (error) {
        if (state.signal.aborted || !patience.aborted) throw error;
        const what = code === undefined ? `"${kind}" event` : `"${kind}" event with code ${code}`;
        throw new PatienceOver(`no ${what} within ${options.patienceMs}ms`, { cause: error });
      }
    },
    locals: options.locals,
    runStep: (child, locals) => options.runStep(state, child, { ...options.locals, ...locals }),
    background: (task) => state.background(step, task),
    sleep: (ms) => sleep(ms, state.signal),
    runProcess: (command, processOptions) =>
      runProcess(state, command, { ...processOptions, place: { step: step.id } }),
  };
}

/** The values that `save` has given so far. */
export function variablesOf(state: RunState): Locals {
  return Object.fromEntries(state.variables);
}

/**
 * Fills a parameter. The type is kept: a text that is filled stays what the schema of the action
 * takes, because parameters are checked again after filling.
 */
function fill<T extends Json | undefined>(step: PlannedStep, value: T, locals: Locals): T {
  if (!step.templated || value === undefined) return value;
  const lookup = (variable: { readonly name: string; readonly path: readonly string[] }) =>
    follow(locals[variable.name], variable.path);
  return fillJson(value, lookup, "throw") as T;
}
