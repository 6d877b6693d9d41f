// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Gives messages to a Router's handlers. Loaded on demand: it brings the protobuf runtime. */

import { serviceErrorHeaders, toServiceError } from "../client/service_error.ts";
import type { ValueCache } from "./value_cache.ts";
import { decodePayload, encodePayload, payloadTypeName } from "./payload.ts";
import type { Router } from "./router.ts";
import { endpointName, parsePattern, readParams, type SubjectPattern } from "./subject.ts";
import type { Context, MessageHeaders, PublishOptions, Route } from "./types.ts";

/** A message as it goes over the wire. */
export interface AppMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: MessageHeaders;
  readonly replyTo?: string;
}

/** What handlers act on. */
export interface DispatchOptions {
  readonly publish: (message: AppMessage) => void;
  readonly log: (text: string) => void;
  readonly cache: ValueCache;
  readonly signal: AbortSignal;
}

/** Counters of an endpoint. */
export interface EndpointStats {
  readonly requests: number;
  readonly errors: number;
  /** `500:internal error`; empty where there was none. */
  readonly lastError: string;
  /** All its messages together. */
  readonly processingMs: number;
}

interface BoundRoute {
  readonly route: Route;
  readonly pattern: SubjectPattern;
}

/** All handlers of one subject. */
export class Endpoint {
  /** Unique in its application, as the service protocol wants it. */
  readonly name: string;
  /** The subject pattern to subscribe to. */
  readonly subject: string;
  /** The payload types, for people who look at the service. */
  readonly metadata: { readonly [key: string]: string };
  readonly #routes: readonly BoundRoute[];
  readonly #options: DispatchOptions;
  readonly #stats = { requests: 0, errors: 0, lastError: "", processingMs: 0 };

  constructor(
    name: string,
    routes: readonly [BoundRoute, ...BoundRoute[]],
    options: DispatchOptions,
  ) {
    const [{ pattern, route }] = routes;
    this.name = name;
    this.subject = pattern.subject;
    this.metadata = {
      send: payloadTypeName(route.send),
      ...(route.reply === undefined ? {} : { reply: payloadTypeName(route.reply) }),
    };
    this.#routes = routes;
    this.#options = options;
  }

  /** Runs the handlers. Never rejects: a failure is logged, counted, and told to the caller. */
  async handle(message: AppMessage): Promise<void> {
    const start = performance.now();
    this.#stats.requests++;
    try {
      for (const bound of this.#routes) await this.#run(bound, message);
    } catch (error) {
      this.#fail(message, error);
    }
    this.#stats.processingMs += performance.now() - start;
  }

  /** Counters up to now. */
  stats(): EndpointStats {
    return { ...this.#stats };
  }

  async #run({ route, pattern }: BoundRoute, message: AppMessage): Promise<void> {
    const context = createContext(message, {
      ...this.#options,
      route,
      params: readParams(pattern, message.subject),
    });
    const last = async (): Promise<void> => {
      const value = await route.handle(decodePayload(route.send, message.data), context);
      // The reply's type is the route's, which its handler was checked against.
      if (value !== undefined) context.reply(value as never);
    };
    const wrapped = route.middleware.reduceRight<() => Promise<void>>(
      (next, middleware) => () => middleware(context, next),
      last,
    );
    await wrapped();
  }

  #fail(message: AppMessage, error: unknown): void {
    const told = toServiceError(error);
    this.#stats.errors++;
    this.#stats.lastError = `${told.code}:${told.message}`;
    const detail = told === error ? told.message : describe(error);
    this.#options.log(`${message.subject}: error ${told.code}: ${detail}`);
    if (message.replyTo === undefined) return;
    const headers = serviceErrorHeaders(told);
    try {
      this.#options.publish({ subject: message.replyTo, data: new Uint8Array(), headers });
    } catch (cause) {
      this.#options.log(`${message.subject}: cannot reply: ${describe(cause)}`);
    }
  }
}

/** The endpoints of a Router: one for each subject pattern, in order. */
export function createEndpoints(router: Router, options: DispatchOptions): readonly Endpoint[] {
  const subjects = new Map<string, [BoundRoute, ...BoundRoute[]]>();
  for (const route of router.routes()) {
    const pattern = parsePattern(route.pattern);
    const present = subjects.get(pattern.subject);
    if (present === undefined) subjects.set(pattern.subject, [{ route, pattern }]);
    else present.push({ route, pattern });
  }
  const names = new Set<string>();
  return Array.from(subjects, ([subject, routes]) => {
    const plain = endpointName(subject);
    let name = plain;
    for (let n = 2; names.has(name); n++) name = `${plain}-${n}`;
    names.add(name);
    return new Endpoint(name, routes, options);
  });
}

function createContext(
  message: AppMessage,
  options: DispatchOptions & {
    readonly route: Route;
    readonly params: { readonly [name: string]: string };
  },
): Context {
  const { subject, headers, replyTo } = message;
  return {
    subject,
    headers,
    replyTo,
    params: options.params,
    caller: subject.split(".")[0] ?? "",
    cache: options.cache,
    signal: options.signal,
    log: options.log,
    reply(value, { headers = {} } = {}) {
      const type = options.route.reply;
      if (type === undefined) throw new TypeError(`Cannot reply as "${subject}" has no reply type`);
      const data = encodePayload(type, value);
      if (replyTo === undefined) return false;
      options.publish({ subject: replyTo, data, headers });
      return true;
    },
    publish(subject: string, value: unknown, more: PublishOptions<never> = {}) {
      const data = encodePayload(more.type, value);
      const { headers = {}, replyTo } = more;
      options.publish({ subject, data, headers, ...(replyTo === undefined ? {} : { replyTo }) });
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
