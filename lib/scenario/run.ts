// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The effectful stage: performs a run and gives its event log. @module */

import { sleep } from "./clock.ts";
import { clientOptions, clientTls, fillActor } from "./run_actor.ts";
import type { Cluster } from "../server/types.ts";
import type { DriverClient } from "../driver/types.ts";
import type { RunEnvironment } from "./environment.ts";
import { startProcessActor } from "./run_process.ts";
import type { ProcessResult, RunningProcess } from "./run_process.ts";
import { RunAborted, RunState, toFailure } from "./run_state.ts";
import { runStep } from "./run_step.ts";
import type { serverVariables } from "./scope.ts";
import type { Failure, Json, PlannedRun, PlannedStep, RunEvent } from "./types.ts";
import { formatDuration } from "./unit.ts";
import { transcript } from "./verdict.ts";

type ServerVariable = keyof typeof serverVariables;

/** How long teardown may take: the usual time, and after an interrupt. */
const teardownMs = 10_000;
const interruptedTeardownMs = 2_000;
/** Lines of each server's log that go into the event log when something went wrong. */
const logLines = 15;

/**
 * Performs a run: starts servers, applications, processes and clients, runs the steps, and leaves
 * nothing behind. It never throws: what goes wrong is in the log.
 */
export async function runScenario(
  run: PlannedRun,
  environment: RunEnvironment,
): Promise<readonly RunEvent[]> {
  const state = new RunState(run, environment);
  state.emit({ kind: "run-start", id: run.id, attempt: environment.attempt });
  let failure: Failure | undefined;
  {
    await using stack = new AsyncDisposableStack();
    const limit = setTimeout(
      () =>
        state.abort({
          code: "timeout",
          message: `the scenario did not end within ${formatDuration(run.timeoutMs)}`,
        }),
      run.timeoutMs,
    );
    stack.defer(() => clearTimeout(limit));
    stack.use(onInterrupt(environment.signal, state));
    let passed = false;
    failure = await settle(async () => {
      passed = await performRun(state, stack);
    });
    clearTimeout(limit);
    if (!passed) logServers(state);
    const torn = await settle(() => tearDown(state));
    failure ??= torn;
    // Background tasks and clients end with the run.
    state.abort({ message: "the run is over" });
    await Promise.all(state.tasks);
    const closed = await settle(() => stack.disposeAsync());
    failure ??= closed;
  }
  state.emit({
    kind: "run-end",
    elapsed: state.clock.now(),
    ...(failure === undefined ? {} : { failure }),
  });
  return state.events.toSorted((a, b) => a.t - b.t);
}

async function settle(act: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return toFailure(error);
  }
}

function onInterrupt(signal: AbortSignal, state: RunState): Disposable {
  const interrupt = () => state.abort({ message: "interrupted" });
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", interrupt) };
}

/** Gives whether all steps passed. */
async function performRun(state: RunState, stack: AsyncDisposableStack): Promise<boolean> {
  state.signal.throwIfAborted();
  await startServers(state, stack);
  await startApplications(state, stack);
  const processes = await startProcesses(state, stack);
  await startClients(state, stack);
  const { setup, steps } = state.run;
  if (!await runSteps(state, setup) || !await runSteps(state, steps)) return false;
  await endProcesses(state, processes);
  await collectForInvariants(state);
  return true;
}

async function runSteps(state: RunState, steps: readonly PlannedStep[]): Promise<boolean> {
  for (const step of steps) {
    state.signal.throwIfAborted();
    if (!await state.wait(runStep(state, step, {}))) return false;
  }
  return true;
}

async function startServers(state: RunState, stack: AsyncDisposableStack): Promise<void> {
  const { server } = state.run;
  if ("url" in server) {
    state.urls = [server.url];
    state.variables.set("server", { url: server.url, urls: [server.url] });
    return;
  }
  const cluster = await state.environment.startServers(server, {
    signal: state.signal,
    observe: ({ node, change, at, detail }) =>
      state.emit({ kind: "server", node, change, ...(detail === undefined ? {} : { detail }) }, {
        at,
      }),
  });
  state.cluster = stack.use(cluster);
  state.urls = cluster.urls;
  state.variables.set("server", describeServers(cluster));
  state.emit({ kind: "server-version", version: cluster.version });
  for (const node of cluster.nodes) {
    void node.unexpectedExit.then(({ code, signal }) =>
      state.abort({
        message: `nats-server ${node.name} ended unexpectedly: ${
          signal === null ? `exit code ${code}` : signal
        }`,
      })
    );
  }
}

/** What `${server.…}` gives. */
function describeServers({ nodes, urls, version, tls }: Cluster): Record<ServerVariable, Json> {
  const [first] = nodes;
  return {
    url: urls[0] ?? null,
    urls: [...urls],
    version,
    monitorUrl: first?.monitorUrl ?? null,
    websocketUrl: first?.websocketUrl ?? null,
    folder: first?.folder ?? null,
    caFile: tls?.caFile ?? null,
    certFile: tls?.certFile ?? null,
    keyFile: tls?.keyFile ?? null,
  };
}

async function startApplications(state: RunState, stack: AsyncDisposableStack): Promise<void> {
  const tls = clientTls(state.cluster?.tls);
  for (const actor of state.run.actors) {
    if (actor.kind !== "app") continue;
    const application = state.environment.startApplication(
      actor.app,
      fillActor(actor.with, state.variables),
      {
        name: actor.name,
        servers: state.urls,
        ...tls && { tls },
        log: (text) => state.emit({ kind: "log", text }, { actor: actor.name }),
        signal: state.signal,
      },
    );
    // It goes by the signal itself: an application that starts all the same must be ended.
    stack.use(await application);
  }
}

async function startProcesses(
  state: RunState,
  stack: AsyncDisposableStack,
): Promise<readonly RunningProcess[]> {
  const processes: RunningProcess[] = [];
  for (const actor of state.run.actors) {
    if (actor.kind !== "process") continue;
    const command = String(fillActor(actor.command, state.variables));
    const running = await startProcessActor(state, { ...actor, command });
    stack.defer(async () => {
      await running.process[Symbol.asyncDispose]();
      await running.ended;
    });
    running.ended.then(
      (result) => noticeEnd(state, actor.name, result),
      (error) => state.abort(toFailure(error)),
    );
    processes.push(running);
  }
  return processes;
}

/** A process actor that ends badly on its own ends the run, whatever the steps are waiting for. */
function noticeEnd(state: RunState, name: string, { exit, stderr }: ProcessResult): void {
  if (exit === 0) return;
  const last = stderr.trimEnd().split("\n").at(-1) ?? "";
  const message = `process "${name}" ended with exit code ${exit}${last === "" ? "" : `: ${last}`}`;
  state.abort({ message, blame: "system" });
}

async function startClients(state: RunState, stack: AsyncDisposableStack): Promise<void> {
  for (const actor of state.run.actors) {
    if (actor.kind !== "client") continue;
    const { client } = state.addClient({
      ...actor,
      options: clientOptions(actor, {
        variables: state.variables,
        folder: state.run.folder,
        tls: clientTls(state.cluster?.tls),
      }),
    });
    stack.use(client);
    if (actor.connect) await connectClient(state, client, actor.name);
  }
}

/** Connects an actor before the first step. No server to be reached is the rig's failure. */
async function connectClient(state: RunState, client: DriverClient, name: string): Promise<void> {
  try {
    await state.wait(client.call("connect", {}, state.signal));
  } catch (error) {
    const { code, message } = toFailure(error);
    const unreachable = code === "connection" || code === "timeout";
    throw new RunAborted({
      message: `Cannot connect ${name}: ${message}`,
      ...(code === undefined || unreachable ? {} : { code }),
    });
  }
}

/**
 * Ends the process actors. Where the scenario has a golden transcript they may first finish it: they
 * are awaited until all have ended or the transcript is there.
 */
async function endProcesses(
  state: RunState,
  processes: readonly RunningProcess[],
): Promise<void> {
  let open = processes.length;
  for (const running of processes) {
    // How it ended has been seen to where it was started.
    const close = () => void open--;
    running.ended.then(close, close);
  }
  const golden = state.run.output?.text;
  if (golden === undefined) return;
  while (open > 0 && transcript(state.events) !== golden) await sleep(5, state.signal);
  state.signal.throwIfAborted();
}

/** Lets everything that is on its way arrive, and reads the streams that invariants ask about. */
async function collectForInvariants(state: RunState): Promise<void> {
  const { invariants } = state.run;
  if (invariants.some((invariant) => invariant.kind === "delivered")) {
    for (const { actor, client } of state.clients.values()) {
      const failure = await settle(() => state.wait(client.call("flush", {}, state.signal)));
      if (failure !== undefined) {
        state.emit({ kind: "log", text: `not flushed at the end: ${failure.message}` }, {
          actor: actor.name,
        });
      }
    }
  }
  for (const invariant of invariants) {
    if (invariant.kind === "stored") await collectStream(state, invariant.stream);
  }
}

async function collectStream(state: RunState, stream: string): Promise<void> {
  const [first] = state.clients.values();
  if (first === undefined) throw new Error(`"stored" needs a client actor to read ${stream}`);
  // A client of its own: the actor's may be closed by now.
  await using reader = state.environment.driver.open(
    { name: "natsrig-invariants", servers: state.urls, options: first.actor.options },
    () => {},
  );
  await state.wait(reader.call("connect", {}, state.signal));
  const messages = await state.wait(reader.call("stream.messages", { stream }, state.signal));
  for (const { seq, subject, data } of messages) {
    state.emit({ kind: "stored", stream, seq, subject, data });
  }
}

async function tearDown(state: RunState): Promise<void> {
  const { teardown } = state.run;
  if (teardown.length === 0) return;
  const interrupted = state.environment.signal.aborted;
  const after = state.reopen(interrupted ? interruptedTeardownMs : teardownMs);
  try {
    await runSteps(state, teardown);
  } finally {
    after();
  }
}

function logServers(state: RunState): void {
  for (const node of state.cluster?.nodes ?? []) {
    state.emit({ kind: "server-log", node: node.name, lines: node.log().slice(-logLines) });
  }
}
