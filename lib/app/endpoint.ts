// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type ServiceError, serviceErrorHeaders, toServiceError } from "../client/service_error.ts";
import { Call, type CallHost, lateError } from "./call.ts";
import { Calls } from "./calls.ts";
import { type BoundRoute, MessageContext } from "./context.ts";
import type { AppMessage, DispatchOptions } from "./dispatch.ts";
import { payloadTypeName } from "./payload.ts";
import { payloadSchema } from "./payload_schema.ts";
import type { Context, Middleware } from "./types.ts";

/** Counters of an endpoint. */
export interface EndpointStats {
  /** Messages, those that were refused included. */
  readonly requests: number;
  /** Those that failed, and those that were refused. */
  readonly errors: number;
  /** Those that were refused, as too many waited or the end had come. */
  readonly refused: number;
  /** `500:internal error`; empty where there was none. */
  readonly lastError: string;
  /** All its messages together. */
  readonly processingMs: number;
}

/** All handlers of one subject. */
export class Endpoint implements CallHost {
  /** Unique in its application, as the service protocol wants it. */
  readonly name: string;
  /** The subject pattern to subscribe to. */
  readonly subject: string;
  /** The payload types, for people who look at the service. */
  readonly metadata: { readonly [key: string]: string };
  readonly #routes: readonly BoundRoute[];
  readonly #options: DispatchOptions;
  readonly #calls = new Calls();
  readonly #stats = { requests: 0, errors: 0, refused: 0, lastError: "", processingMs: 0 };

  /** Puts the handlers of one subject together. */
  constructor(
    name: string,
    routes: readonly [BoundRoute, ...BoundRoute[]],
    options: DispatchOptions,
  ) {
    const [{ pattern, route }] = routes;
    const schema = payloadSchema(routes.flatMap((it) => [it.route.send, it.route.reply]));
    this.name = name;
    this.subject = pattern.subject;
    this.metadata = {
      send: payloadTypeName(route.send),
      ...route.reply !== undefined && { reply: payloadTypeName(route.reply) },
      ...Object.keys(schema).length > 0 && { schema: JSON.stringify(schema) },
    };
    this.#routes = routes;
    this.#options = options;
  }

  /** How long handlers may take, in milliseconds; Infinity for no end. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  /**
   * Runs the handlers. A failure is logged, counted, and told to the caller.
   *
   * @param done called at their end, unless that is now
   * @returns whether they have come to their end
   */
  handle(message: AppMessage, done: () => void): boolean {
    const { timeoutMs } = this;
    const call = new Call(message, this);
    this.#stats.requests++;
    let running: Promise<void> | undefined;
    try {
      // Nobody awaits the answer any more to what has waited so long itself.
      const late = message.reply !== undefined && call.start - message.at > timeoutMs;
      if (late) throw lateError(timeoutMs);
      running = this.#runFrom(0, call);
    } catch (error) {
      this.#fail(call, error);
    }
    if (running !== undefined) this.#follow(call, running, done);
    else this.#stats.processingMs += performance.now() - call.start;
    return running === undefined;
  }

  /** Tells the caller that the message is not handled, and counts it. */
  refuse(message: AppMessage, error: ServiceError): void {
    this.#stats.requests++;
    this.#stats.refused++;
    this.#answer(message, error);
  }

  /** Tells all callers whose handlers are at work, and these handlers by their signals. */
  endCalls(reason: ServiceError): void {
    this.#calls.end(reason);
  }

  /** Counters up to now. */
  stats(): EndpointStats {
    return { ...this.#stats };
  }

  /** Counts, and tells the caller of, what asynchronous handlers come to. */
  #follow(call: Call, running: Promise<void>, done: () => void): void {
    this.#calls.add(call);
    const end = (): void => {
      this.#calls.delete(call);
      this.#stats.processingMs += performance.now() - call.start;
      done();
    };
    running.then(end, (error) => {
      this.#fail(call, error);
      end();
    });
  }

  /** Runs the handlers one after another; a promise only where one of them is asynchronous. */
  #runFrom(index: number, call: Call): Promise<void> | undefined {
    for (let at = index; at < this.#routes.length; at++) {
      const bound = this.#routes[at];
      if (bound === undefined || call.reason !== undefined) return undefined;
      const running = this.#run(bound, call);
      if (running === undefined) continue;
      return at === this.#routes.length - 1
        ? running
        : running.then(() => this.#runFrom(at + 1, call));
    }
    return undefined;
  }

  #run(bound: BoundRoute, call: Call): Promise<void> | undefined {
    const { route: { middleware } } = bound;
    const context = new MessageContext(call, bound, this.#options);
    if (middleware.length === 0) return invoke(bound, call, context);
    return wrap(middleware, context, () => invoke(bound, call, context));
  }

  /** Tells the caller of an error, logs and counts it. */
  tell(message: AppMessage, error: ServiceError): void {
    this.#log(message, error, error.message);
    this.#answer(message, error);
  }

  #fail(call: Call, error: unknown): void {
    const { message, reason } = call;
    const told = toServiceError(error);
    // What is no mistake of the application's needs no stack.
    const detail = told.code === 500 && told !== error ? describe(error) : told.message;
    if (reason === undefined) {
      this.#log(message, told, detail);
      this.#answer(message, told);
    } else if (error !== reason) {
      const text = `failed after its caller was told of error ${reason.code}: ${detail}`;
      this.#options.log({ level: "warn", message: text, subject: message.subject });
    }
  }

  #answer({ subject, reply }: AppMessage, error: ServiceError): void {
    this.#stats.errors++;
    this.#stats.lastError = `${error.code}:${error.message}`;
    if (reply === undefined) return;
    try {
      this.#options.publish(reply, "", { headers: serviceErrorHeaders(error) });
    } catch (cause) {
      const text = `cannot reply: ${describe(cause)}`;
      this.#options.log({ level: "error", message: text, subject });
    }
  }

  #log({ subject }: AppMessage, { code }: ServiceError, detail: string): void {
    const level = code < 500 ? "warn" : "error";
    this.#options.log({ level, message: `error ${code}: ${detail}`, subject, code });
  }
}

/** Runs a handler; what it gives is the reply. */
function invoke(
  { route, sent }: BoundRoute,
  call: Call,
  context: MessageContext,
): Promise<void> | undefined {
  const result = route.handle(sent.decode(call.message.data), context);
  if (isThenable(result)) {
    return Promise.resolve(result).then((value) => answer(call, context, value));
  }
  answer(call, context, result);
  return undefined;
}

/** Nobody is left to be answered after the time of the call. */
function answer(call: Call, context: MessageContext, value: unknown): void {
  if (value !== undefined && call.reason === undefined) context.send(value);
}

/** Runs middleware around a handler, the first outermost. */
function wrap(
  middleware: readonly Middleware[],
  context: Context,
  last: () => Promise<void> | undefined,
): Promise<void> {
  const run = async (index: number): Promise<void> => {
    const outer = middleware[index];
    if (outer === undefined) return await last();
    let called = false;
    await outer(context, () => {
      if (called) throw new TypeError("Cannot call next() as it must be called once");
      called = true;
      return run(index + 1);
    });
  };
  return run(0);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
