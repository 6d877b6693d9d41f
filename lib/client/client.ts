// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { createInbox } from "@nats-io/nats-core";
import { setImmediate } from "node:timers";
import type { ConnectSettings } from "./connect_options.ts";
import type { CoreConnection, ServerInfo } from "./core_types.ts";
import { ClientError, closedError } from "./error.ts";
import { toClientError } from "./to_client_error.ts";
import { isLinked } from "./is_linked.ts";
import type { Message } from "./message.ts";
import type { HeadersInit, Payload } from "./payload.ts";
import type { PublishOptions } from "./publisher.ts";
import { Publisher } from "./publisher.ts";
import { Requests } from "./requests.ts";
import type { ClientState, ClientStatus } from "./status.ts";
import { StatusFeed } from "./status_feed.ts";
import { checkPattern, checkSubject } from "./subject.ts";
import type { SubscribeOptions, SubscriptionHost } from "./subscription.ts";
import { Subscription } from "./subscription.ts";
import type { WaitOptions } from "./wait.ts";
import { timedOut, within } from "./wait.ts";

/** How to request. */
export interface RequestOptions extends WaitOptions {
  /** Headers to send along. */
  readonly headers?: HeadersInit;
}

type Phase = "open" | "draining-subs" | "draining-pubs";

const requestTimeoutMs = 500;

/**
 * A connection to NATS, made by `connect`. Disposing of it drains it; `close` ends it at once.
 */
export class Client implements AsyncDisposable {
  /**
   * nats-core's connection, for its modules. What is published through it while disconnected is
   * lost.
   */
  readonly connection: CoreConnection;
  readonly #settings: ConnectSettings;
  readonly #publisher: Publisher;
  readonly #requests: Requests;
  readonly #feed: StatusFeed;
  readonly #host: SubscriptionHost;
  readonly #subscriptions = new Set<Subscription>();
  readonly #closed = Promise.withResolvers<void>();
  #phase: Phase | "closed" = "open";
  #drained: Promise<void> | undefined;

  /** Wraps an open connection. */
  constructor(connection: CoreConnection, settings: ConnectSettings) {
    this.connection = connection;
    this.#settings = settings;
    this.#publisher = new Publisher(connection, settings.pendingSize);
    const { inboxPrefix, pendingMsgsLimit, pendingBytesLimit } = settings;
    const publish = this.publish.bind(this);
    this.#requests = new Requests({ connection, publish, inboxPrefix });
    this.#feed = new StatusFeed(connection, (status) => this.#notice(status));
    this.#host = {
      connection,
      publish,
      roundTrip: (options) => this.#roundTrip(options),
      reportError: (error) => this.#feed.report({ status: "error", error }),
      forget: (subscription) => void this.#subscriptions.delete(subscription),
      limits: { messages: pendingMsgsLimit, bytes: pendingBytesLimit },
    };
    connection.closed().then((error) => this.#finish(error instanceof Error ? error : undefined));
  }

  /** Where the connection stands. */
  get state(): ClientState {
    if (this.#phase !== "open") return this.#phase;
    return isLinked(this.connection) ? "connected" : "disconnected";
  }

  /** What the server said of itself; undefined while disconnected. */
  get serverInfo(): ServerInfo | undefined {
    return this.connection.info;
  }

  /** Bytes of the publishes that wait for a reconnect. */
  get pendingBytes(): number {
    return this.#publisher.pendingBytes;
  }

  /** The newest error that was reported as a status. */
  get lastError(): ClientError | undefined {
    return this.#feed.lastError;
  }

  /**
   * Calls back at each change of the connection. The callback must not throw.
   *
   * @returns a function that ends it
   */
  onStatus(callback: (status: ClientStatus) => void): () => void {
    return this.#feed.listen(callback);
  }

  /**
   * Publishes. Without a connection the message is kept, and sent in order after the reconnect.
   *
   * @throws {ClientError} `invalid-subject`, `invalid-header`, `max-payload`, `draining`,
   * `closed`; `outbound-limit` where more than `pendingSize` bytes would be kept
   */
  publish(subject: string, data: Payload = "", options: PublishOptions = {}): void {
    this.#checkOpen(`publish to "${subject}"`, ["open", "draining-subs"]);
    this.#publisher.publish(subject, data, options);
  }

  /**
   * Completes a PING/PONG round trip: everything written before has reached the server, and what
   * it had to say about it has been reported.
   *
   * @throws {ClientError} `connection` while disconnected; `timeout`, `closed`
   */
  async flush(options: WaitOptions = {}): Promise<void> {
    this.#checkOpen("flush", ["open", "draining-subs", "draining-pubs"]);
    if (!isLinked(this.connection)) {
      throw new ClientError("connection", "Cannot flush: not connected; wait for the reconnect");
    }
    this.#release();
    try {
      await within(this.connection.flush(), options, "the server's PONG");
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      throw toClientError(error, "flush");
    }
    // The statuses of what came before the PONG are delivered by microtasks.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /**
   * Subscribes. The server has confirmed it when `confirmed()` of the result resolves.
   *
   * @throws {ClientError} `invalid-subject`, `draining`, `closed`
   */
  subscribe(subject: string, options: SubscribeOptions = {}): Subscription {
    this.#checkOpen(`subscribe to "${subject}"`, ["open"]);
    checkPattern(subject);
    if (options.queue !== undefined) checkSubject(options.queue, "join the queue group");
    const opened = Subscription.open(subject, options, this.#host);
    this.#subscriptions.add(opened);
    return opened;
  }

  /** A new subject of its own, to await answers on. */
  inbox(): string {
    return createInbox(this.#settings.inboxPrefix);
  }

  /**
   * Requests one reply. The time limit is 500 ms by default. Without a connection the request is
   * kept for the reconnect.
   *
   * @throws {ClientError} `no-responders`, `timeout`, `permission`, and what `publish` throws
   */
  async request(
    subject: string,
    data: Payload = "",
    options: RequestOptions = {},
  ): Promise<Message> {
    const { timeoutMs = requestTimeoutMs } = options;
    const [reply] = await this.requestMany(subject, data, { ...options, replies: 1 });
    if (reply === undefined) throw timedOut(`a reply on "${subject}"`, timeoutMs);
    return reply;
  }

  /**
   * Requests several replies: up to `replies` of them, or all that come until the time is over
   * (500 ms by default). No reply in time is an empty list.
   *
   * @throws {ClientError} `no-responders`, `permission`, and what `publish` throws
   */
  async requestMany(
    subject: string,
    data: Payload = "",
    options: RequestOptions & { readonly replies?: number } = {},
  ): Promise<readonly Message[]> {
    this.#checkOpen(`request "${subject}"`, ["open"]);
    const { timeoutMs = requestTimeoutMs, replies = Infinity, signal, headers } = options;
    return await this.#requests.send({ subject, data, headers, timeoutMs, replies, signal });
  }

  /**
   * Ends the connection in order: subscriptions end when the server has sent all it had and their
   * callbacks have run, then publishes are flushed. Messages that wait for `next` can still be
   * taken afterwards. Without a connection it waits for the reconnect. A second call waits for the
   * first.
   *
   * @throws {ClientError} `closed`; `timeout` after `drainTimeout`, when the connection was closed
   */
  drain(): Promise<void> {
    if (this.#drained !== undefined) return this.#drained;
    this.#checkOpen("drain", ["open"]);
    this.#phase = "draining-subs";
    return this.#drained = this.#drain();
  }

  /** Closes at once. What has not been sent is lost; requests and subscriptions end. */
  async close(): Promise<void> {
    await this.connection.close();
    await this.#closed.promise;
  }

  /** Resolves when the connection has ended for good. */
  closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Drains, where it is not closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#phase !== "closed") await this.drain();
  }

  /**
   * Resolves when there is a connection.
   *
   * @throws {ClientError} `closed`, `timeout`
   */
  async connected(options: WaitOptions = {}): Promise<void> {
    const doing = "wait for the reconnect";
    this.#checkOpen(doing, ["open", "draining-subs", "draining-pubs"]);
    if (isLinked(this.connection)) return;
    const back = Promise.withResolvers<void>();
    const stop = this.onStatus(({ status }) => {
      if (status === "reconnect") back.resolve();
      if (status === "close") back.reject(closedError(doing));
    });
    try {
      await within(back.promise, options, "the reconnect");
    } finally {
      stop();
    }
  }

  async #roundTrip(options: WaitOptions): Promise<void> {
    while (true) {
      await this.connected(options);
      try {
        return await this.flush(options);
      } catch (error) {
        // Lost in between: the subscription is made anew at the next reconnect.
        if (!(error instanceof ClientError) || error.code !== "connection") throw error;
      }
    }
  }

  async #drain(): Promise<void> {
    const { drainTimeout } = this.#settings;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(timedOut("the drain", drainTimeout)), drainTimeout);
    const { signal } = limit;
    try {
      await this.#roundTrip({ signal });
      const all = [...this.#subscriptions].map((it) => it.drain());
      await within(Promise.all(all), { signal }, "subscriptions");
      await this.#roundTrip({ signal });
      this.#phase = "draining-pubs";
      await within(this.connection.drain(), { signal }, "the connection");
    } catch (error) {
      await this.close();
      throw toClientError(error, "drain");
    } finally {
      clearTimeout(timer);
    }
    await this.#closed.promise;
  }

  #checkOpen(doing: string, allowed: readonly Phase[]): void {
    const phase = this.#phase;
    if (phase === "closed" || this.connection.isClosed()) throw closedError(doing);
    if (allowed.includes(phase)) return;
    throw new ClientError("draining", `Cannot ${doing}: the connection is draining; connect again`);
  }

  #release(): void {
    for (const error of this.#publisher.release()) this.#feed.report({ status: "error", error });
  }

  /** Does what a status asks for, before anybody else hears of it. */
  #notice({ status, error }: ClientStatus): void {
    if (status === "reconnect") this.#release();
    if (error?.code === "permission" && error.subject !== undefined) {
      this.#requests.refused(error.subject, error);
    }
  }

  #finish(cause: Error | undefined): void {
    this.#phase = "closed";
    this.#publisher.discard();
    this.#requests.fail(closedError("wait for a reply"));
    const reason = cause === undefined ? {} : { error: toClientError(cause, "stay connected") };
    this.#feed.report({ status: "close", ...reason });
    this.#closed.resolve();
  }
}
