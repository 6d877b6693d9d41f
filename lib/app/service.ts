// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Serves a Router on a connection. Loaded on demand: it brings the client with it. */

import {
  headers as createHeaders,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  nuid,
  type Subscription,
} from "@nats-io/nats-core";
import { Cache } from "./cache.ts";
import { type AppMessage, createEndpoints, type Endpoint } from "./dispatch.ts";
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
import type { MessageHeaders } from "./types.ts";

/** What a service is made of; nothing happens before `start`. */
export interface ServiceOptions
  extends Omit<ServeOptions, "client" | "servers" | "noEcho" | "signal"> {
  readonly connection: NatsConnection;
  /** Called when all is over, also when starting failed. */
  readonly release: () => Promise<void>;
}

/** A Router on a connection, with the control subjects of the service protocol. */
export class Service implements App {
  readonly info: ServiceInfo;
  readonly #options: ServiceOptions;
  readonly #endpoints: readonly Endpoint[];
  readonly #log: (text: string) => void;
  readonly #handlers = new AbortController();
  readonly #subscriptions: Subscription[] = [];
  readonly #loops: Promise<void>[] = [];
  readonly #started = new Date().toISOString();
  // Resolves when the link is lost; a new one for each link.
  #lost = Promise.withResolvers<void>();
  #connected = true;
  #stopped?: Promise<void>;
  #over = false;

  constructor(router: Router, options: ServiceOptions) {
    this.#options = options;
    this.#log = options.log ?? console.error;
    this.#endpoints = createEndpoints(router, {
      publish: (message) => publish(options.connection, message),
      log: this.#log,
      cache: options.cache ?? new Cache(),
      signal: this.#handlers.signal,
    });
    this.info = {
      type: "io.nats.micro.v1.info_response",
      ...identify(options),
      description: options.description ?? "",
      endpoints: this.#endpoints.map((endpoint) => this.#describe(endpoint)),
    };
  }

  /** Subscribes; when it resolves, the server has confirmed it. */
  async start(): Promise<void> {
    const { connection } = this.#options;
    this.#watchConnection();
    for (const endpoint of this.#endpoints) {
      const subscription = connection.subscribe(endpoint.subject, this.#queueOptions());
      this.#subscriptions.push(subscription);
      this.#loops.push(this.#serve(endpoint, subscription));
    }
    const { name, id, version, metadata } = this.info;
    const ping = { type: "io.nats.micro.v1.ping_response", name, id, version, metadata };
    this.#answer("PING", () => ping);
    this.#answer("INFO", () => this.info);
    this.#answer("STATS", () => this.stats());
    await connection.flush();
    // A refusal comes before the answer to the flush, and closes its subscription at once.
    for (const subscription of this.#subscriptions) {
      if (!subscription.isClosed()) continue;
      const cause = await subscription.closed;
      throw new Error(`Cannot subscribe to ${subscription.getSubject()}: ${describe(cause)}`, {
        cause,
      });
    }
  }

  stats(): ServiceStats {
    const { name, id, version, metadata } = this.info;
    return {
      type: "io.nats.micro.v1.stats_response",
      ...{ name, id, version, metadata },
      started: this.#started,
      endpoints: this.#endpoints.map((endpoint) =>
        toStatistics(this.#describe(endpoint), endpoint.stats())
      ),
    };
  }

  stop(): Promise<void> {
    return this.#stopped ??= this.#stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    const { graceMs = 5000, release } = this.#options;
    let grace: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<"over">((resolve) => {
      grace = setTimeout(() => resolve("over"), graceMs);
    });
    try {
      if (await Promise.race([this.#finish(), over]) === "over") {
        this.#log(`stop: not done after ${graceMs} ms`);
        for (const subscription of this.#subscriptions) subscription.unsubscribe();
      }
    } finally {
      clearTimeout(grace);
      this.#handlers.abort(new Error("the application has ended"));
      this.#over = true;
      await release();
    }
  }

  async #finish(): Promise<void> {
    await this.#whileConnected(async () => {
      const open = this.#subscriptions.filter((subscription) => !subscription.isClosed());
      await Promise.all(open.map((subscription) => subscription.drain()));
    });
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    await Promise.all(this.#loops);
    // The last replies have to be out before the connection may close.
    await this.#whileConnected(() => this.#options.connection.flush());
  }

  /** Waits for the server's answer, unless the link is down or goes down meanwhile. */
  async #whileConnected(ask: () => Promise<void>): Promise<void> {
    if (!this.#connected || this.#options.connection.isClosed()) return;
    await Promise.race([ask(), this.#lost.promise]);
  }

  async #serve(endpoint: Endpoint, subscription: Subscription): Promise<void> {
    const { concurrency = 64 } = this.#options;
    const running = new Set<Promise<void>>();
    try {
      for await (const message of subscription) {
        const task = endpoint.handle(toAppMessage(message)).finally(() => running.delete(task));
        running.add(task);
        // Not taking the next message is the back-pressure.
        if (running.size >= concurrency) await Promise.race(running);
      }
    } catch (error) {
      this.#log(`${endpoint.subject}: the subscription ended: ${describe(error)}`);
    }
    await Promise.all(running);
  }

  #answer(verb: "PING" | "INFO" | "STATS", answer: () => unknown): void {
    for (const subject of controlSubjects(verb, this.info)) {
      const callback = (error: Error | null, message: Msg): void => {
        if (error !== null) this.#log(`${subject}: the subscription ended: ${error.message}`);
        else message.respond(JSON.stringify(answer()));
      };
      this.#subscriptions.push(this.#options.connection.subscribe(subject, { callback }));
    }
  }

  #watchConnection(): void {
    const watch = async (): Promise<void> => {
      for await (const status of this.#options.connection.status()) {
        if (status.type === "disconnect") {
          this.#connected = false;
          this.#lost.resolve();
        } else if (status.type === "reconnect") {
          this.#connected = true;
          this.#lost = Promise.withResolvers();
        }
        if (status.type === "error") this.#log(`connection: ${status.error.message}`);
        if (this.#over) return;
      }
      if (this.#stopped === undefined) this.#log("connection: closed");
    };
    watch().catch((error: unknown) => this.#log(`connection: ${describe(error)}`));
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

function identify(options: ServiceOptions): ServiceIdentity {
  const { name = "natsrig-app", version = "0.0.1", metadata = {} } = options;
  return { name, id: nuid.next(), version, metadata };
}

function publish(connection: NatsConnection, message: AppMessage): void {
  const names = Object.entries(message.headers);
  const headers = createHeaders();
  for (const [name, values] of names) for (const value of values) headers.append(name, value);
  connection.publish(message.subject, message.data, {
    ...(names.length === 0 ? {} : { headers }),
    ...(message.replyTo === undefined ? {} : { reply: message.replyTo }),
  });
}

function toAppMessage(message: Msg): AppMessage {
  const { subject, data, reply } = message;
  const headers = toHeaders(message.headers);
  // nats-core gives an empty reply for none.
  return { subject, data, headers, ...(reply ? { replyTo: reply } : {}) };
}

function toHeaders(headers: MsgHdrs | undefined): MessageHeaders {
  if (headers === undefined) return {};
  return Object.fromEntries(headers.keys().map((name) => [name, headers.values(name)]));
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
