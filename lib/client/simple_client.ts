// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { nuid } from "@nats-io/nats-core";
import { checkCount, unfitLimits } from "./call_check.ts";
import type { Client } from "./client.ts";
import type { ConnectContext } from "./connect.ts";
import { connect } from "./connect.ts";
import type { ConnectOptions } from "./connect_options.ts";
import type { ServerInfo } from "./core_types.ts";
import { ClientError, closedError } from "./error.ts";
import type { HeadersInit, Payload } from "./payload.ts";
import type { SimpleCallbacks, SimpleSource } from "./simple_subscription.ts";
import { SimpleSubscription } from "./simple_subscription.ts";
import { checkSubject } from "./subject.ts";
import type { Unfit } from "./unfit.ts";
import { unfitSentence } from "./unfit.ts";

/** How to connect a `SimpleClient`: the options of `connect` but the servers. */
export type SimpleConnectOptions = Omit<ConnectOptions, "servers">;

/** How a `SimpleClient` subscribes. */
export interface SimpleSubscribeOptions extends SimpleCallbacks {
  /** Share the messages with the other members of this queue group. */
  readonly queueGroup?: string;
}

/** How a `SimpleClient` requests. */
export interface SimpleRequestOptions extends SimpleCallbacks {
  /**
   * Milliseconds until all answers have to be there; then the request ends and `onError` gets a
   * `timeout`. Default: no end; `unsubscribe` ends the request.
   */
  readonly timeoutMs?: number;
  /** Headers to send along. */
  readonly headers?: HeadersInit;
}

/** How a `SimpleClient` publishes. */
export interface SimplePublishOptions {
  /** Where an answer is awaited. */
  readonly replyTo?: string;
  /** Headers to send along. */
  readonly headers?: HeadersInit;
}

/**
 * The client for those who think in callbacks: subscriptions are numbers, and the answers to
 * requests come to a callback too. Everything it does is a {@linkcode Client}'s, so it reconnects
 * and keeps what is published meanwhile. Disposing of it closes it.
 *
 * @example
 * ```ts
 * import { SimpleClient, startServer } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer();
 * await using client = await SimpleClient.connect(server.url);
 * client.subscribe("echo", {
 *   cb: ({ replyTo, payload }) => {
 *     if (replyTo !== undefined) client.publish(replyTo, payload);
 *   },
 * });
 * const answer = await new Promise<Uint8Array>((resolve) => {
 *   client.request("echo", "hi", ({ payload }) => resolve(payload));
 * });
 * assertEquals(new TextDecoder().decode(answer), "hi");
 * ```
 */
export class SimpleClient implements AsyncDisposable {
  /** The client behind it: its state, statuses, counters and everything else. */
  readonly client: Client;
  /** The connection's name, which reply subjects begin with. */
  readonly name: string;
  readonly #subscriptions = new Map<number, SimpleSubscription>();
  #lastSid = 0;
  #requests = 0;
  #closed: Promise<void> | undefined;

  /** Wraps a client; `connect` is the way to one. */
  private constructor(client: Client, name: string) {
    this.client = client;
    this.name = name;
    client.closed().then(() => this.#abandonAll());
  }

  /**
   * Connects.
   *
   * @param servers `host:port`, `nats://host:port`, IPv6 as `[::1]:4222`; several as a list, or
   * separated by commas. Default: as `connect` finds them
   * @param options the `name` must be one that no other client uses, as answers go to
   * `requests.<name>.<n>`; default: a unique one
   * @throws {ClientError} `invalid-subject` for a name that cannot stand in a subject; what
   * `connect` throws
   */
  static async connect(
    servers?: string | readonly string[],
    options: SimpleConnectOptions = {},
    context: ConnectContext = {},
  ): Promise<SimpleClient> {
    const { name = `simple-${nuid.next()}` } = options;
    // Anything but a text is refused by 'connect'.
    if (typeof name === "string") checkSubject(name, "name the client");
    const given = servers === undefined ? {} : { servers };
    return new SimpleClient(await connect({ ...options, ...given, name }, context), name);
  }

  /** What the server said of itself; undefined while disconnected. */
  get serverInfo(): ServerInfo | undefined {
    return this.client.serverInfo;
  }

  /** The newest error that no call could throw. */
  get lastError(): ClientError | undefined {
    return this.client.lastError;
  }

  /**
   * Subscribes: messages come to the callback, one after the other.
   *
   * @returns the subscription's number, for `unsubscribe`
   * @throws {ClientError} `invalid-option` without a `cb`, or where an option is unfit; what
   * `Client.subscribe` throws
   */
  subscribe(subject: string, options: SimpleSubscribeOptions): number {
    const { queueGroup, ...callbacks } = checkCallbacks("subscribe", options);
    const queue = queueGroup === undefined ? {} : { queue: queueGroup };
    return this.#open({ subject, ...queue }, callbacks);
  }

  /**
   * Ends a subscription or a request, at once or after `max` messages in all. One that has ended
   * already is left alone.
   *
   * @throws {ClientError} `invalid-option` where `sid` is no subscription's number, or `max` no
   * whole number from 1
   */
  unsubscribe(sid: number, max?: number): void {
    if (!Number.isSafeInteger(sid) || sid < 1 || sid > this.#lastSid) {
      const rule = "a number that subscribe or request gave";
      throw refuse("unsubscribe", { name: "sid", rule, value: sid });
    }
    checkCount("unsubscribe", "max", max);
    this.#subscriptions.get(sid)?.end(max);
  }

  /**
   * Publishes.
   *
   * @throws {ClientError} what `Client.publish` throws
   */
  publish(subject: string, payload: Payload = "", options: SimplePublishOptions = {}): void {
    const { replyTo, headers } = options;
    this.client.publish(subject, payload, {
      ...(replyTo === undefined ? {} : { reply: replyTo }),
      ...(headers === undefined ? {} : { headers }),
    });
  }

  /**
   * Requests: the answer comes to the callback, and its subscription ends after it, or after `max`
   * answers. That nobody is subscribed, or that not all answers came in time, is told to `onError`.
   *
   * @param answer the callback, alone or with options
   * @returns the number of the subscription for the answers, for `unsubscribe`
   * @throws {ClientError} `invalid-option` without a callback, or where an option is unfit; what
   * `Client.publish` throws
   */
  request(
    subject: string,
    payload: Payload,
    answer: SimpleCallbacks["cb"] | SimpleRequestOptions,
  ): number {
    const options = typeof answer === "function" ? { cb: answer } : answer;
    const { timeoutMs, headers, ...callbacks } = checkCallbacks("request", options);
    const unfit = unfitLimits({ timeoutMs }, "request");
    if (unfit !== undefined) throw unfit;
    checkSubject(subject, "request");
    const replyTo = `requests.${this.name}.${++this.#requests}`;
    const source = { subject: replyTo, requested: subject };
    const sid = this.#open(source, { ...callbacks, max: callbacks.max ?? 1 });
    try {
      this.publish(subject, payload, { replyTo, ...(headers === undefined ? {} : { headers }) });
    } catch (error) {
      this.unsubscribe(sid);
      throw error;
    }
    if (timeoutMs !== undefined) this.#subscriptions.get(sid)?.expire(timeoutMs);
    return sid;
  }

  /**
   * Closes in order: sends what was published, and waits for the callbacks of what has come. A
   * second call waits for the first.
   *
   * @throws {ClientError} `timeout` after `drainTimeout`, as where there is no connection
   */
  close(): Promise<void> {
    return this.#closed ??= this.client[Symbol.asyncDispose]();
  }

  /** Closes. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #open(
    source: Pick<SimpleSource, "subject" | "queue" | "requested">,
    how: SimpleCallbacks,
  ): number {
    const sid = this.#lastSid + 1;
    const { client } = this;
    const forget = () => void this.#subscriptions.delete(sid);
    const subscription = new SimpleSubscription({ ...source, client, sid, forget }, how);
    this.#lastSid = sid;
    this.#subscriptions.set(sid, subscription);
    return sid;
  }

  #abandonAll(): void {
    const error = closedError("wait for an answer");
    for (const subscription of this.#subscriptions.values()) subscription.abandon(error);
  }
}

/** The callback is what a program that is not type-checked forgets. */
function checkCallbacks<Options extends SimpleCallbacks>(doing: string, options: Options): Options {
  checkFunction(doing, "cb", options?.cb);
  if (options.onError !== undefined) checkFunction(doing, "onError", options.onError);
  checkCount(doing, "max", options.max);
  return options;
}

function checkFunction(doing: string, name: string, value: unknown): void {
  if (typeof value !== "function") throw refuse(doing, { name, rule: "a function", value });
}

function refuse(doing: string, unfit: Unfit): ClientError {
  return new ClientError("invalid-option", unfitSentence(doing, unfit));
}
