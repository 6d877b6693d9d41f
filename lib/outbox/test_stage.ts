// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What tests of the outbox stand on: a server with a stream, a client, a file. @module */

import type { JetStreamManager } from "@nats-io/jetstream";
import { jetstreamManager } from "@nats-io/jetstream";
import type { Client } from "../client/mod.ts";
import { connect } from "../client/mod.ts";
import type { Server } from "../server/mod.ts";
import { startServer } from "../server/mod.ts";
import type { OutboxEvent } from "./event.ts";
import { openOutbox } from "./open_outbox.ts";
import type { OutboxOptions } from "./options.ts";
import type { Outbox } from "./outbox.ts";

/** A message of a stream, in words. */
export interface StoredMessage {
  readonly subject: string;
  readonly text: string;
  readonly id: string;
}

/** Waits of the tests: long enough for any machine. */
export const patience = { timeoutMs: 30_000 };

/** The things a test needs; disposing of it removes them. */
export class TestStage implements AsyncDisposable {
  readonly server: Server;
  readonly client: Client;
  readonly manager: JetStreamManager;
  readonly folder: string;
  /** What outboxes of this stage told. */
  readonly events: OutboxEvent[] = [];

  private constructor(parts: Pick<TestStage, "server" | "client" | "manager" | "folder">) {
    this.server = parts.server;
    this.client = parts.client;
    this.manager = parts.manager;
    this.folder = parts.folder;
  }

  /** Starts the server, with a stream ORDERS of `orders.>`. */
  static async open(): Promise<TestStage> {
    const server = await startServer({ jetstream: true });
    const client = await connect({
      servers: server.url,
      reconnectTimeWait: "20ms",
      maxReconnectAttempts: -1,
    });
    const manager = await jetstreamManager(client.connection);
    await manager.streams.add({ name: "ORDERS", subjects: ["orders.>"] });
    const folder = await Deno.makeTempDir({ prefix: "natsrig-outbox-" });
    return new TestStage({ server, client, manager, folder });
  }

  /** Where the outbox's file is. */
  get path(): string {
    return `${this.folder}/outbox.db`;
  }

  /** Opens an outbox on the stage's file, with quick tries. */
  async outbox(options: Partial<OutboxOptions> = {}): Promise<Outbox> {
    return await openOutbox({
      client: this.client,
      ...(options.store === undefined && { path: this.path }),
      retryWaitMs: 5,
      maxRetryWaitMs: 40,
      onEvent: (event) => void this.events.push(event),
      ...options,
    });
  }

  /** Which kinds of events there were, each once. */
  get kinds(): readonly string[] {
    return [...new Set(this.events.map(({ kind }) => kind))];
  }

  /** All messages of a stream. */
  async stored(stream = "ORDERS"): Promise<readonly StoredMessage[]> {
    const { state } = await this.manager.streams.info(stream);
    const found: StoredMessage[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await this.manager.streams.getMessage(stream, { seq });
      if (message === null) continue;
      const id = message.header.get("Nats-Msg-Id");
      found.push({ subject: message.subject, text: message.string(), id });
    }
    return found;
  }

  /** Waits until something holds. */
  async until(holds: () => boolean): Promise<void> {
    const end = performance.now() + patience.timeoutMs;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`it did not come to be: ${holds}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.server[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}
