// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client, ConnectOptions } from "../mod.ts";
import { connect } from "../mod.ts";
import { EventLog } from "./test_event_log.ts";
import type {
  Party,
  PartyClient,
  PartyEvent,
  PartyFacts,
  PartyOptions,
  PartySubscribeOptions,
  PartySubscription,
} from "./test_party.ts";

/** natsrig's client. */
export const natsrig: Party = {
  patienceMs: 20_000,
  connect: open,
  connectWebSocket: open,
};

async function open(servers: string, options: PartyOptions = {}): Promise<PartyClient> {
  const quick: ConnectOptions = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };
  return new NatsrigClient(await connect({ servers, ...quick, ...options }));
}

class NatsrigClient implements PartyClient {
  readonly #client: Client;
  readonly #log = new EventLog();

  constructor(client: Client) {
    this.#client = client;
    client.onStatus(({ status, servers }) => {
      if (status === "connecting" || status === "connect" || status === "error") return;
      this.#log.push(status, servers);
    });
  }

  event(type: PartyEvent, count?: number): Promise<void> {
    return this.#log.event(type, count);
  }

  get discoveries(): readonly (readonly string[])[] {
    return this.#log.discoveries;
  }

  get state(): string {
    return this.#client.state;
  }

  get pendingBytes(): number {
    return this.#client.pendingBytes;
  }

  get facts(): PartyFacts {
    const { lastError, clientId, serverVersion, discoveredServers, stats } = this.#client;
    const { reconnects, errors } = stats;
    return { lastError, clientId, serverVersion, discoveredServers, reconnects, errors };
  }

  publish(subject: string, data: string | Uint8Array): void {
    this.#client.publish(subject, data);
  }

  async publishWhenReady(subject: string, data: Uint8Array): Promise<void> {
    await this.#client.publishWhenReady(subject, data);
  }

  async flush(timeoutMs?: number): Promise<void> {
    await this.#client.flush(timeoutMs === undefined ? {} : { timeoutMs });
  }

  subscribe(subject: string, options: PartySubscribeOptions = {}): PartySubscription {
    const { handler, limit } = options;
    const subscription = this.#client.subscribe(subject, {
      concurrency: Infinity,
      ...(limit === undefined ? {} : { pendingMsgsLimit: limit }),
      ...(handler === undefined
        ? {}
        : { callback: async (message) => message.respond(await handler(message.text())) }),
    });
    return {
      get pending() {
        return subscription.pendingMessages;
      },
      next: async (timeoutMs) => (await subscription.next({ timeoutMs })).text(),
    };
  }

  async once(subject: string, timeoutMs: number): Promise<string> {
    return (await this.#client.once(subject, { timeoutMs })).text();
  }

  async request(subject: string): Promise<string> {
    return (await this.#client.request(subject)).text();
  }

  async reconnect(): Promise<void> {
    await this.#client.connection.reconnect();
  }

  async drain(timeoutMs?: number): Promise<void> {
    await this.#client.drain(timeoutMs === undefined ? {} : { timeoutMs });
  }

  async leave(): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}
