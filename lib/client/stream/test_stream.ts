// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A server with a stream, a consumer and a place for dead letters, for tests. @module */

import { jetstream, type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import type { Server } from "../../server/mod.ts";
import { startServer } from "../../server/mod.ts";
import { type Client, connect } from "../mod.ts";
import { type ConsumerWish, ensureConsumer, ensureStream } from "./mod.ts";

/** What tests consume: the consumer `shop` of the stream `ORDERS`. */
export const source = { stream: "ORDERS", consumer: "shop" } as const;

/** A server with the stream `ORDERS` of `orders.>`, and `DEAD` of `dead.>`. */
export class TestStream implements AsyncDisposable {
  readonly server: Server;
  readonly client: Client;
  readonly manager: JetStreamManager;

  private constructor(server: Server, client: Client, manager: JetStreamManager) {
    this.server = server;
    this.client = client;
    this.manager = manager;
  }

  static async start(wish: Partial<ConsumerWish> = {}): Promise<TestStream> {
    const server = await startServer({ jetstream: true });
    const client = await connect({
      servers: server.url,
      reconnectTimeWait: 20,
      maxReconnectAttempts: -1,
    });
    await ensureStream(client, { name: "ORDERS", subjects: ["orders.>"] });
    await ensureStream(client, { name: "DEAD", subjects: ["dead.>"] });
    await ensureConsumer(client, "ORDERS", { durable_name: "shop", ...wish });
    const manager = await jetstreamManager(client.connection);
    return new TestStream(server, client, manager);
  }

  /** Stores texts, in order. */
  async publish(...texts: readonly string[]): Promise<void> {
    const js = jetstream(this.client.connection);
    await Promise.all(texts.map((text) => js.publish("orders.new", text, { timeout: 20_000 })));
  }

  /** What the consumer still owes: messages not acknowledged, and not delivered. */
  async open(): Promise<{ readonly unacknowledged: number; readonly undelivered: number }> {
    await this.client.flush();
    const info = await this.manager.consumers.info("ORDERS", "shop");
    return { unacknowledged: info.num_ack_pending, undelivered: info.num_pending };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.server[Symbol.asyncDispose]();
  }
}

/** Numbers as texts, from 0. */
export function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${i}`);
}
