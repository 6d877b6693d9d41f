// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Serves Routers on a client. Loaded on demand: it brings the client with it. */

import { nuid } from "@nats-io/nats-core";
import {
  type Client,
  ClientError,
  type ClientStatus,
  type CoreJetStream,
  type Message,
  parseConnectOptions,
  type Publish,
  type Subscription,
} from "../client/mod.ts";
import { notify } from "../client/notify.ts";
import { Cache } from "./cache.ts";
import { createEndpoints } from "./dispatch.ts";
import type { Endpoint } from "./endpoint.ts";
import { ServiceError } from "./error.ts";
import { Lane } from "./lane.ts";
import { createLogger, lineSink, type LogEntry, type Logger } from "./logger.ts";
import type { Router } from "./router.ts";
import type { App, ServeOptions } from "./serve.ts";
import {
  controlSubjects,
  type EndpointInfo,
  type ServiceIdentity,
  type ServiceInfo,
  type ServiceStats,
  toStatistics,
} from "./service_protocol.ts";

/** What a service is made of; nothing happens before `start`. */
export interface ServiceOptions extends Omit<ServeOptions, "client" | "jetstream"> {
  readonly client: Client;
  /** Whether the client is to be closed at the end. */
  readonly own: boolean;
  readonly jetstream: CoreJetStream | undefined;
}

/** One subject: its handlers, and the messages that are with them or wait. */
interface Post {
  readonly endpoint: Endpoint;
  readonly lane: Lane;
}

/** How long handlers may take to notice that their signal is aborted, in milliseconds. */
const noticeMs = 1000;

/** Routers on a client, with the control subjects of the service protocol. */
export class Service implements App {
  readonly info: ServiceInfo;
  readonly ended: Promise<Error | undefined>;
  readonly #options: ServiceOptions;
  readonly #client: Client;
  readonly #posts: readonly Post[];
  readonly #logger: Logger;
  readonly #subscriptions: Subscription[] = [];
  readonly #started = new Date().toISOString();
  readonly #grace = Promise.withResolvers<"over">();
  readonly #end = Promise.withResolvers<Error | undefined>();
  #unwatch = (): void => {};
  #stopped: Promise<void> | undefined;
  /** No handler may start or publish any more. */
  #over = false;
  #reason: Error | undefined;

  /** Puts it together. */
  constructor(routers: readonly Router[], options: ServiceOptions) {
    const { client, handlerTimeoutMs = 30_000, cache = new Cache(), outbox, jetstream } = options;
    const sink = options.onLog ?? lineSink(options.log ?? console.error);
    const log = (entry: LogEntry): void => notify(sink, entry);
    this.#options = options;
    this.#client = client;
    this.#logger = createLogger(log);
    this.ended = this.#end.promise;
    const endpoints = createEndpoints(routers, {
      publish: (...message: Parameters<Publish>) => this.#publish(...message),
      log,
      cache,
      ...outbox !== undefined && { outbox },
      ...jetstream !== undefined && { jetstream },
      timeoutMs: handlerTimeoutMs,
    });
    this.#posts = endpoints.map((endpoint) => ({ endpoint, lane: this.#laneOf(endpoint) }));
    this.info = {
      type: "io.nats.micro.v1.info_response",
      ...identify(options),
      description: options.description ?? "",
      endpoints: endpoints.map((endpoint) => this.#describe(endpoint)),
    };
  }

  /** Subscribes; when it resolves, the server has confirmed it. */
  async start(signal: AbortSignal | undefined): Promise<void> {
    this.#unwatch = this.#client.onStatus((status) => this.#notice(status));
    for (const { endpoint, lane } of this.#posts) {
      this.#subscribe(endpoint.subject, (message) => lane.push(message), this.#queueOptions());
    }
    const { name, id, version, metadata } = this.info;
    const ping = { type: "io.nats.micro.v1.ping_response", name, id, version, metadata };
    this.#answer("PING", () => ping);
    this.#answer("INFO", () => this.info);
    this.#answer("STATS", () => this.stats());
    const limits = signal === undefined ? {} : { signal };
    await Promise.all(this.#subscriptions.map((each) => each.confirmed(limits)));
  }

  stats(): ServiceStats {
    const { name, id, version, metadata } = this.info;
    return {
      type: "io.nats.micro.v1.stats_response",
      ...{ name, id, version, metadata },
      started: this.#started,
      endpoints: this.#posts.map(({ endpoint, lane }) =>
        toStatistics(this.#describe(endpoint), endpoint.stats(), lane)
      ),
    };
  }

  stop(): Promise<void> {
    return this.#stopped ??= this.#stop();
  }

  /** The grace is over now. */
  hurry(): void {
    this.#grace.resolve("over");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    const { graceMs = 5000, own } = this.#options;
    const until = performance.now() + graceMs;
    const timer = graceMs === Infinity ? undefined : setTimeout(() => this.hurry(), graceMs);
    try {
      const end = await Promise.race([this.#finish(), this.#grace.promise]);
      if (end === "over") await this.#cutShort();
      // The last replies have to be out before the connection may close.
      if (own) await this.#drain(Math.max(noticeMs, until - performance.now()));
      else await this.#unlessLost(() => this.#client.flush());
    } finally {
      clearTimeout(timer);
      this.#over = true;
      // What is still at work has been told already; no timer may outlive the application.
      for (const { endpoint } of this.#posts) endpoint.endCalls(endError());
      this.#unwatch();
      this.#end.resolve(this.#reason);
    }
  }

  /** Takes no more, and handles what is there. */
  async #finish(): Promise<void> {
    await this.#unlessLost(() =>
      Promise.all(this.#subscriptions.map((subscription) => subscription.drain()))
    );
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    await Promise.all(this.#posts.map(({ lane }) => lane.idle()));
  }

  /** Tells callers and handlers that it is too late. */
  async #cutShort(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    const waiting = this.#count((lane) => lane.waiting);
    const running = this.#count((lane) => lane.running);
    this.#logger.error(`stop: the grace is over: ${running} at work, ${waiting} waiting`);
    const reason = endError();
    for (const { endpoint, lane } of this.#posts) {
      for (const message of lane.take()) endpoint.refuse(message, reason);
      endpoint.endCalls(reason);
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => timer = setTimeout(resolve, noticeMs));
    await Promise.race([Promise.all(this.#posts.map(({ lane }) => lane.idle())), patience]);
    clearTimeout(timer);
    const left = this.#count((lane) => lane.running);
    if (left > 0) this.#logger.error(`stop: ${left} handlers do not heed their signal`);
  }

  async #drain(timeoutMs: number): Promise<void> {
    if (this.#client.state === "closed") return;
    try {
      await this.#client.drain(timeoutMs === Infinity ? {} : { timeoutMs });
    } catch (error) {
      this.#logger.error(`stop: ${describe(error)}`);
    }
  }

  /** Waits for the server's answer, unless the connection is lost or gets lost meanwhile. */
  async #unlessLost(ask: () => Promise<unknown>): Promise<void> {
    if (this.#client.state !== "connected") return;
    const answered = new AbortController();
    const { signal } = answered;
    const lost = this.#client.reached("disconnected", { signal }).catch(() =>
      "closed, or answered"
    );
    try {
      await Promise.race([ask(), lost]);
    } catch (error) {
      // The end goes on: what could not be asked for is known then.
      this.#logger.warn(`stop: ${describe(error)}`);
    } finally {
      answered.abort();
    }
  }

  #laneOf(endpoint: Endpoint): Lane {
    const { concurrency = 64, pendingMsgsLimit, pendingBytesLimit } = this.#options;
    const limits = parseConnectOptions({ pendingMsgsLimit, pendingBytesLimit });
    return new Lane({
      concurrency,
      maxMessages: limits.pendingMsgsLimit,
      maxBytes: limits.pendingBytesLimit,
      handle: (message, done) => {
        if (!this.#over) return endpoint.handle(message, done);
        endpoint.refuse(message, endError());
        return true;
      },
      refuse: (message, waiting) => {
        if (waiting !== undefined) {
          this.#logger.error(
            `${endpoint.subject}: slow-consumer: ${waiting} messages wait; newer ones are ` +
              "refused with 503 until there is room",
          );
        }
        endpoint.refuse(message, new ServiceError(503, "too many messages wait"));
      },
    });
  }

  #publish(...[subject, data, options]: Parameters<Publish>): void {
    if (this.#over) {
      throw new ClientError("closed", `Cannot publish to "${subject}": the application has ended`);
    }
    this.#client.publish(subject, data, options);
  }

  #subscribe(
    subject: string,
    callback: (message: Message) => void,
    options: { readonly queue?: string } = {},
  ): void {
    const onError = (error: Error): void => this.#logger.error(`${subject}: ${error.message}`);
    const settings = { ...options, callback, concurrency: Infinity, onError };
    this.#subscriptions.push(this.#client.subscribe(subject, settings));
  }

  #answer(verb: "PING" | "INFO" | "STATS", answer: () => unknown): void {
    for (const subject of controlSubjects(verb, this.info)) {
      this.#subscribe(subject, (message) => {
        if (message.reply !== undefined) message.respond(JSON.stringify(answer()));
      });
    }
  }

  #notice({ status, server, error }: ClientStatus): void {
    if (status === "disconnect") this.#logger.warn(`connection: lost ${server ?? "the server"}`);
    if (status === "reconnect") this.#logger.info(`connection: back at ${server ?? "a server"}`);
    if (status === "error") this.#logger.error(`connection: ${error?.message}`);
    if (status !== "close" || this.#stopped !== undefined) return;
    this.#reason = error ?? new ClientError("closed", "The connection was closed");
    this.#logger.error(`connection: closed: ${this.#reason.message}`);
    void this.stop();
  }

  #count(of: (lane: Lane) => number): number {
    return this.#posts.reduce((sum, { lane }) => sum + of(lane), 0);
  }

  #queueOptions(): { readonly queue?: string } {
    const { queue = "q" } = this.#options;
    return queue === false ? {} : { queue };
  }

  #describe(endpoint: Endpoint): EndpointInfo {
    const { name, subject, metadata } = endpoint;
    return { name, subject, queue_group: this.#queueOptions().queue ?? "", metadata };
  }
}

function endError(): ServiceError {
  return new ServiceError(503, "the application has ended");
}

function identify(options: ServiceOptions): ServiceIdentity {
  const { name = "natsrig-app", version = "0.0.1", metadata = {} } = options;
  return { name, id: nuid.next(), version, metadata };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
