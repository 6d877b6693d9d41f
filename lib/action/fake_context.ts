// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** An {@linkcode ActionContext} for tests of actions: records what is asked of it. @module */

import type {
  DriverClient,
  KeyEntry,
  Operation,
  Operations,
  WireMessage,
} from "../driver/types.ts";
import type {
  FailureCode,
  Item,
  Json,
  PlannedStep,
  RunEventBody,
  StatusKind,
} from "../scenario/types.ts";
import type { Cluster } from "../server/types.ts";
import type { ActionContext, Direction } from "./types.ts";

/** A canned answer of the driver: a result, an error to fail with, or a function that gives one. */
export type Answer<K extends Operation> =
  | Operations[K]["result"]
  | Error
  | ((
    params: Operations[K]["params"],
    signal: AbortSignal,
  ) => Operations[K]["result"] | Promise<Operations[K]["result"]>);

/** Answers by operation, used up in order. Operations without a result need none. */
export type Answers = { readonly [K in Operation]?: readonly Answer<K>[] };

/** What an action asked of the driver. */
export interface Call {
  readonly actor: string;
  readonly operation: Operation;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What a test can set. */
export interface FakeContextOptions {
  readonly answers?: Answers;
  /** Default: 1000. */
  readonly patienceMs?: number;
  readonly step?: Partial<PlannedStep>;
  /** Subjects whose payloads are declared to be JSON; others have no declared type. */
  readonly json?: readonly string[];
  /** Subjects whose payloads are decoded as bytes. */
  readonly binary?: readonly string[];
  /** Subscriptions made before, name to subject. */
  readonly subscriptions?: { readonly [name: string]: string };
  readonly servers?: Cluster;
  readonly urls?: readonly string[];
  readonly signal?: AbortSignal;
  /** Variables of steps around this one. Default: none. */
  readonly locals?: { readonly [name: string]: Json };
  readonly status?: (
    kind: StatusKind,
    code?: FailureCode,
  ) => { readonly t: number; readonly value: Json };
  readonly runStep?: ActionContext["runStep"];
  readonly runProcess?: ActionContext["runProcess"];
}

/** The context, and what was recorded. */
export interface FakeContext extends ActionContext {
  readonly calls: readonly Call[];
  readonly events: readonly RunEventBody[];
  /** `send a.b`: which types were asked for. */
  readonly decoded: readonly string[];
  /** Same for encoding. */
  readonly encoded: readonly string[];
  /** Background tasks, as promises of their end. */
  readonly tasks: readonly Promise<void>[];
  /** Lengths of sleeps, in milliseconds. */
  readonly slept: readonly number[];
  /** Moves the clock, which starts at 0 and stands still otherwise, but for `sleep`. */
  advance(ms: number): void;
}

const withoutResult: ReadonlySet<Operation> = new Set<Operation>([
  "connect",
  "close",
  "drain",
  "flush",
  "publish",
  "subscribe",
  "unsubscribe",
  "stream.delete",
  "consumer.delete",
  "kv.delete",
  "kv.purge",
  "object.delete",
]);

/** The UTF-8 bytes of a text. */
export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A message as a driver reports it. */
export function wire(
  subject: string,
  text: string,
  more: Partial<Omit<WireMessage, "subject" | "data">> = {},
): WireMessage {
  return { subject, data: bytes(text), at: 0, ...more };
}

/** A KV entry as a driver reports it. */
export function keyEntry(key: string, text: string, more: Partial<KeyEntry> = {}): KeyEntry {
  return { key, data: bytes(text), revision: 1, operation: "PUT", ...more };
}

/**
 * Makes a context. The acting client is `alice`; the clock stands at 0, and `since` gives what it
 * is given.
 */
export function fakeContext(options: FakeContextOptions = {}): FakeContext {
  const { signal = new AbortController().signal, patienceMs = 1000 } = options;
  const records = {
    calls: [] as Call[],
    events: [] as RunEventBody[],
    tasks: [] as Promise<void>[],
    slept: [] as number[],
  };
  const clientOf = fakeClients(options.answers ?? {}, records.calls);
  let clock = 0;
  return {
    ...records,
    ...fakeCodec(options.json ?? [], options.binary ?? []),
    ...fakeSubscriptions(options.subscriptions ?? {}),
    signal,
    patienceMs,
    locals: options.locals ?? {},
    step: { ...plainStep, ...options.step },
    urls: options.urls ?? ["nats://127.0.0.1:4222"],
    folder: ".",
    clientOf,
    client: () => clientOf("alice"),
    now: () => clock,
    since: (at) => at,
    advance: (ms) => void (clock += ms),
    emit: (body) => void records.events.push(body),
    servers: () => options.servers ?? missing("servers"),
    status: (kind, code) =>
      Promise.resolve().then(() => (options.status ?? missing("status"))(kind, code)),
    runStep: (step, locals) => (options.runStep ?? missing("runStep"))(step, locals),
    runProcess: (command, how) => (options.runProcess ?? missing("runProcess"))(command, how),
    background: (task) => void records.tasks.push(task(signal)),
    sleep: (ms) => {
      records.slept.push(ms);
      clock += ms;
      return Promise.resolve();
    },
    fill,
  };
}

const plainStep: PlannedStep = {
  id: "steps[0]",
  action: "test",
  subject: "",
  by: "alice",
  params: {},
  expectations: { anyOrder: false },
  bounds: {},
  save: {},
  children: [],
  templated: false,
  span: { file: "test.yaml", start: 0, end: 0 },
};

function missing(what: string): never {
  throw new Error(`Cannot go on as the test gave no "${what}"`);
}

function fakeClients(answers: Answers, calls: Call[]): (actor: string) => DriverClient {
  // Each list holds answers of its own operation only, which the mapped type says and a Map cannot.
  const left = new Map<string, unknown[]>(
    Object.entries(answers).map(([operation, list]) => [operation, [...list]]),
  );
  async function answer<K extends Operation>(
    operation: K,
    params: Operations[K]["params"],
    signal: AbortSignal,
  ): Promise<Operations[K]["result"]> {
    const list = left.get(operation) ?? [];
    if (list.length === 0) {
      return withoutResult.has(operation) ? undefined : missing(`answers: ${operation}`);
    }
    const next = list.shift() as Answer<K>;
    if (next instanceof Error) throw next;
    return await (typeof next === "function" ? next(params, signal) : next);
  }
  return (actor) => ({
    call: (operation, params, signal) => {
      calls.push({ actor, operation, params: { ...params } });
      return answer(operation, params, signal);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

function fakeCodec(json: readonly string[], binary: readonly string[]) {
  const decoded: string[] = [];
  const encoded: string[] = [];
  function decodeUntyped(data: Uint8Array): Item {
    return { value: new TextDecoder().decode(data), untyped: true, size: data.length };
  }
  return {
    decoded: decoded as readonly string[],
    encoded: encoded as readonly string[],
    decodeUntyped,
    encode(subject: string, direction: Direction, value: Json | undefined): Uint8Array {
      encoded.push(`${direction} ${subject}`);
      if (value === undefined) return new Uint8Array();
      return bytes(
        typeof value === "string" && !json.includes(subject) ? value : JSON.stringify(value),
      );
    },
    decode(typeSubject: string, direction: Direction, message: WireMessage): Item {
      decoded.push(`${direction} ${typeSubject}`);
      const { subject, headers, data } = message;
      if (binary.includes(typeSubject)) return { value: data, subject, size: data.length };
      const text = new TextDecoder().decode(data);
      const payload = json.includes(typeSubject)
        ? { value: JSON.parse(text) as Json }
        : { value: text, untyped: true };
      return { ...payload, subject, ...(headers && { headers }), size: data.length };
    },
  };
}

function fakeSubscriptions(given: { readonly [name: string]: string }) {
  const subjects = new Map(Object.entries(given));
  const ids = new Map(Object.keys(given).map((name) => [name, `alice/${name}`]));
  return {
    subscriptionId: (name: string) => ids.get(name) ?? missing(`subscriptions: ${name}`),
    addSubscription(name: string): string {
      if (ids.has(name)) throw new Error(`Cannot subscribe twice as '${name}'`);
      ids.set(name, `alice/${name}`);
      return `alice/${name}`;
    },
    endSubscription(name: string): void {
      if (!ids.delete(name)) missing(`subscriptions: ${name}`);
    },
    subjectOf: (name: string) => subjects.get(name) ?? missing(`subscriptions: ${name}`),
    noteSubject: (name: string, subject: string) => void subjects.set(name, subject),
  };
}

/** Substitutes as the run does: a leaf that is one variable takes its value, otherwise its text. */
function fill<T extends Json | undefined>(value: T, locals: { readonly [name: string]: Json }): T {
  // A walk gives back the shape it was given; only the leaves' values change.
  return (value === undefined ? undefined : walk(value, locals)) as T;
}

function walk(value: Json, locals: { readonly [name: string]: Json }): Json {
  if (typeof value === "string") {
    const whole = /^\$\{([^}]+)\}$/.exec(value)?.[1];
    if (whole !== undefined) return lookUp(whole, locals);
    return value.replaceAll(/\$\{([^}]+)\}/g, (_match, path: string) => {
      const found = lookUp(path, locals);
      return typeof found === "string" ? found : JSON.stringify(found);
    });
  }
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Json) => walk(item, locals));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, locals)]));
}

function lookUp(path: string, locals: { readonly [name: string]: Json }): Json {
  let at: Json | undefined = locals;
  for (const key of path.split(".")) {
    at = typeof at === "object" && at !== null
      ? (at as { readonly [key: string]: Json })[key]
      : undefined;
  }
  return at ?? missing(`variable ${path}`);
}
