// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { createInbox } from "@nats-io/nats-core";
import { setImmediate } from "node:timers";
import type { AskHost, RequestManyOptions, RequestOptions } from "./ask.ts";
import { ask, askMany } from "./ask.ts";
import type { ConnectSettings } from "./connect_settings.ts";
import { protocolOf } from "./core_connection.ts";
import { installRequest } from "./core_request.ts";
import type { CoreConnection, ServerInfo } from "./core_types.ts";
import { ClientError, closedError } from "./error.ts";
import { Lifecycle } from "./lifecycle.ts";
import type { Message } from "./message.ts";
import { Outbound } from "./outbound.ts";
import type { Payload } from "./payload.ts";
import type { PublishOptions, PublishWhenReadyOptions } from "./publisher.ts";
import { Publisher } from "./publisher.ts";
import { Requests } from "./requests.ts";
import type { ClientState, ClientStats, ClientStatus } from "./status.ts";
import { checkPattern, checkSubject } from "./subject.ts";
import type { SubscribeOptions, SubscriptionHost } from "./subscribe_options.ts";
import { Subscription } from "./subscription.ts";
import { toClientError } from "./to_client_error.ts";
import type { WaitOptions } from "./wait.ts";
import { timedOut, within } from "./wait.ts";

/**
 * A connection to NATS, made by `connect`. Disposing of it drains it; `close` ends it at once.
 */
export class Client implements AsyncDisposable {
  /**
   * nats-core's connection, for its modules (jetstream, kv, obj). Its `publish` and `request` go
   * the client's way: over the same buffer, within the same limits, kept over reconnects.
   */
  readonly connection: CoreConnection;
  readonly #settings: ConnectSettings;
  readonly #outbound: Outbound;
  readonly #publisher: Publisher;
  readonly #requests: Requests;
  readonly #life: Lifecycle;
  readonly #asking: AskHost;
  readonly #host: SubscriptionHost;
  readonly #subscriptions = new Set<Subscription>();
  #drained: Promise<void> | undefined;

  /** Wraps an open connection. */
  constructor(connection: CoreConnection, settings: ConnectSettings) {
    const { inboxPrefix, pendingSize, outboundSize } = settings;
    const protocol = protocolOf(connection);
    const publish = this.publish.bind(this);
    const roundTrip = (options: WaitOptions) => this.#roundTrip(options);
    this.connection = connection;
    this.#settings = settings;
    this.#life = new Lifecycle(protocol, (status) => this.#notice(status));
    this.#outbound = Outbound.install(protocol, {
      disconnected: pendingSize,
      connected: outboundSize,
    });
    this.#publisher = new Publisher({
      outbound: this.#outbound,
      highWater: pendingSize,
      roundTrip,
    });
    this.#requests = new Requests(connection, inboxPrefix);
    this.#asking = {
      requests: this.#requests,
      respond: publish,
      publish: (subject, data, options) => this.#publisher.publishFrom(subject, data, options),
    };
    installRequest(connection, this.#requests);
    this.#host = {
      connection,
      publish,
      roundTrip,
      linked: () => this.#life.linked,
      reportError: (error) => this.reportError(error),
      forget: (subscription) => void this.#subscriptions.delete(subscription),
      limits: { messages: settings.pendingMsgsLimit, bytes: settings.pendingBytesLimit },
    };
    connection.closed().then((error) => this.#finish(error instanceof Error ? error : undefined));
  }

  /** Where the connection stands. */
  get state(): ClientState {
    return this.#life.state;
  }

  /** What the server said of itself; undefined while disconnected. */
  get serverInfo(): ServerInfo | undefined {
    return this.#life.linked ? this.connection.info : undefined;
  }

  /** The server's version: `2.15.0`; undefined while disconnected. */
  get serverVersion(): string | undefined {
    return this.serverInfo?.version;
  }

  /** The number the server gave this connection; undefined while disconnected. */
  get clientId(): number | undefined {
    return this.serverInfo?.client_id;
  }

  /** The most bytes of payload and headers that the server takes; the last one's while disconnected. */
  get maxPayload(): number {
    return this.#outbound.maxPayload;
  }

  /** The server it is connected to: `127.0.0.1:4222`; undefined while disconnected. */
  get connectedServer(): string | undefined {
    return this.#life.linked ? this.connection.getServer() : undefined;
  }

  /** The servers it would connect to: those given, and those the cluster told of. */
  get servers(): readonly string[] {
    return this.connection.getServers().map(({ listen }) => listen);
  }

  /** The servers that only the cluster told of. */
  get discoveredServers(): readonly string[] {
    return this.connection.getServers().filter((it) => it.gossiped).map(({ listen }) => listen);
  }

  /** What it has done so far. */
  get stats(): ClientStats {
    const { reconnects, errors } = this.#life.feed;
    return { ...this.connection.stats(), reconnects, errors };
  }

  /** Bytes that wait for the socket or for a reconnect. */
  get pendingBytes(): number {
    return this.#outbound.bytes;
  }

  /** The newest error that was reported as a status. */
  get lastError(): ClientError | undefined {
    return this.#life.feed.lastError;
  }

  /**
   * Calls back at each change of the connection. What the callback throws becomes an uncaught
   * error of the program.
   *
   * @returns a function that ends it
   */
  onStatus(callback: (status: ClientStatus) => void): () => void {
    return this.#life.feed.listen(callback);
  }

  /** Reports an error that no call can throw, as the client's own parts do: by a status. */
  reportError(error: ClientError): void {
    this.#life.feed.report({ status: "error", error });
  }

  /**
   * Publishes. Without a connection the message is kept, and sent in order after the reconnect.
   *
   * @throws {ClientError} `invalid-subject`, `invalid-header`, `max-payload`, `draining`,
   * `closed`; `outbound-limit` where more than `pendingSize` bytes would wait for the reconnect, or
   * more than `outboundSize` for the socket
   */
  publish(subject: string, data: Payload = "", options: PublishOptions = {}): void {
    if (this.#life.phase !== "open") {
      this.#life.check(`publish to "${subject}"`, ["draining-subs"]);
    }
    this.#publisher.publish(subject, data, options);
  }

  /**
   * Publishes as soon as less than `pendingSize` bytes wait: for who publishes more than the
   * network takes. Several calls keep their order. Bytes must not change until it has resolved.
   *
   * @throws {ClientError} `timeout`, and what `publish` throws
   */
  async publishWhenReady(
    subject: string,
    data: Payload = "",
    options: PublishWhenReadyOptions = {},
  ): Promise<void> {
    this.#life.check(`publish to "${subject}"`, ["open", "draining-subs"]);
    await this.#publisher.publishWhenReady(subject, data, options);
  }

  /**
   * Completes a PING/PONG round trip: everything written before has reached the server, and what
   * it had to say about it has been reported. It takes at most `flushTimeout` (10s) by default.
   *
   * @throws {ClientError} `connection` while disconnected; `timeout`, `closed`
   */
  async flush(options: WaitOptions = {}): Promise<void> {
    this.#life.check("flush", ["open", "draining-subs", "draining-pubs"]);
    if (!this.#life.linked) {
      throw new ClientError("connection", "Cannot flush: not connected; wait for the reconnect");
    }
    const { timeoutMs = this.#settings.flushTimeout, signal } = options;
    const limits = signal === undefined ? { timeoutMs } : { timeoutMs, signal };
    try {
      await within(this.connection.flush(), limits, "the server's PONG");
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw toClientError(error, "flush");
    }
    // What came before the PONG is delivered by microtasks.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /**
   * Subscribes. The server has confirmed it when `confirmed()` of the result resolves.
   *
   * @throws {ClientError} `invalid-subject`, `invalid-option`, `draining`, `closed`
   */
  subscribe(subject: string, options: SubscribeOptions = {}): Subscription {
    this.#life.check(`subscribe to "${subject}"`, ["open"]);
    checkPattern(subject);
    if (options.queue !== undefined) checkSubject(options.queue, "join the queue group");
    const opened = Subscription.open(subject, options, this.#host);
    this.#subscriptions.add(opened);
    return opened;
  }

  /**
   * The next message on a subject, and no more.
   *
   * @throws {ClientError} `timeout`, `permission`, and what `subscribe` throws
   */
  async once(
    subject: string,
    options: WaitOptions & Pick<SubscribeOptions, "queue"> = {},
  ): Promise<Message> {
    const { queue, ...wait } = options;
    await using subscription = this.subscribe(
      subject,
      queue === undefined ? { max: 1 } : { max: 1, queue },
    );
    return await subscription.next(wait);
  }

  /** A new subject of its own, to await answers on. */
  inbox(): string {
    return createInbox(this.#settings.inboxPrefix);
  }

  /**
   * Requests one reply. The time limit is `requestTimeout` (500 ms) by default. Without a
   * connection the request is kept for the reconnect.
   *
   * @throws {ClientError} `no-responders`, `timeout`, `permission`, and what `publish` throws
   */
  async request(
    subject: string,
    data: Payload = "",
    options: RequestOptions = {},
  ): Promise<Message> {
    this.#life.check(`request "${subject}"`, ["open"]);
    const { timeoutMs = this.#settings.requestTimeout } = options;
    return await ask(this.#asking, { subject, data, timeoutMs, options });
  }

  /**
   * Requests several replies: all that come until the time is over (`requestTimeout`, 500 ms by
   * default), or until `replies`, `stallMs` or `sentinel` says that these are all. No reply in time
   * is an empty list.
   *
   * @throws {ClientError} `no-responders`, `permission`, and what `publish` throws
   */
  async requestMany(
    subject: string,
    data: Payload = "",
    options: RequestManyOptions = {},
  ): Promise<readonly Message[]> {
    this.#life.check(`request "${subject}"`, ["open"]);
    const { timeoutMs = this.#settings.requestTimeout } = options;
    return await askMany(this.#asking, { subject, data, timeoutMs, options });
  }

  /**
   * Ends the connection in order: subscriptions end when the server has sent all it had and their
   * callbacks have run, then publishes are flushed. Messages that wait for `next` can still be
   * taken afterwards. Without a connection it waits for the reconnect. It takes at most
   * `drainTimeout` (30s) by default. A second call waits for the first.
   *
   * @throws {ClientError} `closed`; `timeout` when the time was over and the connection was closed
   */
  drain(options: WaitOptions = {}): Promise<void> {
    if (this.#drained !== undefined) return this.#drained;
    this.#life.check("drain", ["open"]);
    return this.#drained = this.#drain(options);
  }

  /** Closes at once. What has not been sent is lost; requests and subscriptions end. */
  async close(): Promise<void> {
    await this.connection.close();
    await this.closed();
  }

  /** Resolves when the connection has ended for good. */
  closed(): Promise<void> {
    return this.#life.closed;
  }

  /** Drains, where it is not closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#life.phase !== "closed") await this.drain();
  }

  /**
   * Resolves when there is a connection.
   *
   * @throws {ClientError} `closed`, `timeout`
   */
  async connected(options: WaitOptions = {}): Promise<void> {
    await this.#life.until(() => this.#life.linked, options, "wait for the reconnect");
  }

  /**
   * Resolves when the connection is in a state, or has been in it since the call.
   *
   * @throws {ClientError} `closed` where it ends before; `timeout`
   */
  async reached(state: ClientState, options: WaitOptions = {}): Promise<void> {
    await this.#life.until(() => this.state === state, options, `wait for the state '${state}'`);
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

  async #drain({ timeoutMs = this.#settings.drainTimeout, signal }: WaitOptions): Promise<void> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(timedOut("the drain", timeoutMs)), timeoutMs);
    const signals = signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal]);
    try {
      await this.#drainWithin({ signal: signals });
    } catch (error) {
      await this.close();
      if (signal?.aborted) throw signal.reason;
      throw toClientError(error, "drain");
    } finally {
      clearTimeout(timer);
    }
    await this.closed();
  }

  async #drainWithin(limit: WaitOptions): Promise<void> {
    const { connection } = this;
    this.#life.moveTo("draining-subs");
    await this.#sendAll(limit);
    const subscriptions = Promise.all([...this.#subscriptions].map((it) => it.drain()));
    await within(subscriptions, limit, "the subscriptions' callbacks");
    await within(this.#requests.settled(), limit, "the replies to requests");
    await within(this.#publisher.settled(), limit, "room to publish");
    await this.#sendAll(limit);
    this.#life.moveTo("draining-pubs");
    await within(this.#life.linked ? connection.drain() : connection.close(), limit, "the end");
  }

  /** Waits for a reconnect only where something is to be sent. */
  async #sendAll(limit: WaitOptions): Promise<void> {
    if (this.#life.linked || this.#outbound.bytes > 0) await this.#roundTrip(limit);
  }

  /** Does what a status asks for, before anybody else hears of it. */
  #notice({ error }: ClientStatus): void {
    if (error?.code !== "permission" || error.subject === undefined) return;
    this.#requests.refused(error.subject, error);
  }

  #finish(cause: Error | undefined): void {
    this.#publisher.close();
    this.#outbound.discard();
    this.#requests.fail(closedError("wait for a reply"));
    this.#life.finish(cause);
  }
}
