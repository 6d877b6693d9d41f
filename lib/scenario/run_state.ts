// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a run holds while it runs: its log, its clients, its variables. @module */

import type { DriverClient, DriverEvent } from "../driver/types.ts";
import type { Cluster } from "../server/types.ts";
import { abortable, Clock } from "./clock.ts";
import type { RunEnvironment } from "./environment.ts";
import { StatusQueue } from "./status_queue.ts";
import type {
  ClientActor,
  Failure,
  Json,
  PlannedRun,
  PlannedStep,
  RunEvent,
  RunEventBody,
} from "./types.ts";
import { failureCodes } from "./types.ts";

/** Why a run was cut short. */
export class RunAborted extends Error {
  override readonly name = "RunAborted";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A subscription as steps name it. */
export interface HeldSubscription {
  /** The driver's id. */
  readonly id: string;
  /** The step that made it. */
  readonly step: string;
  /** What is subscribed to. */
  subject: string;
  /** What a message is delivered to once: the subscription, or its queue group. */
  delivery: string;
  /** Unsubscribed: the name is free again. What has come can still be received. */
  ended: boolean;
}

/** A client actor while it runs. */
export interface RunningClient {
  readonly actor: ClientActor;
  readonly client: DriverClient;
  readonly statuses: StatusQueue;
  /** Subscription names to the driver's ids and the subscribed subjects. */
  readonly subscriptions: Map<string, HeldSubscription>;
}

/** The state of one run. */
export class RunState {
  readonly run: PlannedRun;
  readonly environment: RunEnvironment;
  readonly clock = new Clock();
  readonly events: RunEvent[] = [];
  readonly clients = new Map<string, RunningClient>();
  readonly variables = new Map<string, Json>();
  readonly tasks: Set<Promise<void>> = new Set();
  #controller = new AbortController();
  cluster: Cluster | undefined;
  urls: readonly string[] = [];
  #ids = 0;

  constructor(run: PlannedRun, environment: RunEnvironment) {
    this.run = run;
    this.environment = environment;
  }

  /** Aborts when the run is cut short; its reason is a {@linkcode RunAborted}. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Cuts the run short. The first reason counts. */
  abort(failure: Failure): void {
    if (!this.signal.aborted) this.#controller.abort(new RunAborted(failure));
  }

  /**
   * Lets steps run again after the run was cut short, for a time: teardown always runs. The
   * function given back ends that time's timer.
   */
  reopen(limitMs: number): () => void {
    if (this.signal.aborted) this.#controller = new AbortController();
    const message = `teardown did not end within ${limitMs}ms`;
    const timer = setTimeout(() => this.abort({ code: "timeout", message }), limitMs);
    return () => clearTimeout(timer);
  }

  /** Appends an event, in the order of time. */
  emit(body: RunEventBody, place: { step?: string; actor?: string; at?: number } = {}): void {
    const t = place.at === undefined ? this.clock.now() : this.clock.since(place.at);
    const event: RunEvent = {
      t,
      ...(place.step === undefined ? {} : { step: place.step }),
      ...(place.actor === undefined ? {} : { actor: place.actor }),
      ...body,
    };
    this.events.push(event);
    this.environment.observe?.(event);
  }

  /** Makes the client of an actor; it is not connected yet. */
  addClient(actor: ClientActor): RunningClient {
    const statuses = new StatusQueue();
    const subscriptions: RunningClient["subscriptions"] = new Map();
    const client = this.environment.driver.open(
      { name: actor.name, servers: this.urls, options: actor.options },
      (event) => this.#observe(actor.name, event, { statuses, subscriptions }),
    );
    const running = { actor, client, statuses, subscriptions };
    this.clients.set(actor.name, running);
    return running;
  }

  #observe(
    actor: string,
    event: DriverEvent,
    running: Pick<RunningClient, "statuses" | "subscriptions">,
  ): void {
    if (event.kind === "message") {
      const { subject, reply, headers, data, at } = event.message;
      const held = [...running.subscriptions.values()].find((entry) => entry.id === event.id);
      this.emit({
        kind: "message",
        subject,
        data,
        size: data.length,
        ...(held === undefined ? {} : { subscription: held.subject, delivery: held.delivery }),
        ...(reply === undefined ? {} : { reply }),
        ...(headers === undefined ? {} : { headers }),
      }, { actor, at });
      return;
    }
    const { status, failure, detail, at } = event;
    this.emit({
      kind: "status",
      status,
      ...(failure === undefined ? {} : { failure }),
      ...(detail === undefined ? {} : { detail }),
    }, { actor, at });
    running.statuses.add(status, {
      t: this.clock.since(at),
      code: failure?.code,
      value: {
        status,
        ...(failure?.code === undefined ? {} : { code: failure.code }),
        ...(failure === undefined ? {} : { message: failure.message }),
        ...(detail === undefined ? {} : { detail }),
      },
    });
  }

  /** A client actor that the plan has checked to exist. */
  client(name: string | undefined): RunningClient {
    const running = name === undefined ? undefined : this.clients.get(name);
    if (running === undefined) throw new Error(`no client "${name ?? ""}" in this scenario`);
    return running;
  }

  /** An id that no other subscription of the run has. */
  nextId(): string {
    return `s${++this.#ids}`;
  }

  /** Runs a task beside the steps; its failure cuts the run short. */
  background(step: PlannedStep, task: (signal: AbortSignal) => Promise<void>): void {
    const { signal } = this;
    const guarded = async () => {
      try {
        await task(signal);
      } catch (error) {
        if (signal.aborted) return;
        const failure = toFailure(error);
        this.abort({ ...failure, message: `${step.action} "${step.subject}": ${failure.message}` });
      }
    };
    this.tasks.add(guarded());
  }

  /** Waits, but not beyond the run's end. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return abortable(promise, this.signal);
  }
}

/** What an error says, with its code where `fails` could name it. */
export function toFailure(error: unknown): Failure {
  if (error instanceof RunAborted) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  const code = typeof error === "object" && error !== null && "code" in error
    ? error.code
    : undefined;
  if (error instanceof Error && "blame" in error && error.blame === "system") {
    return { message, blame: "system" };
  }
  if (typeof code !== "string") return { message };
  const known = failureCodes.find((candidate) => candidate === code);
  if (known !== undefined) return { code: known, message };
  const number = /^js:(\d+)$/.exec(code)?.[1];
  return number === undefined ? { message } : { code: `js:${Number(number)}`, message };
}
