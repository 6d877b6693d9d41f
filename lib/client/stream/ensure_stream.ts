// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { jetstreamManager } from "@nats-io/jetstream";
import type { Client } from "../client.ts";
import { ensure } from "./ensure.ts";
import type { Ensured, StreamWish } from "./types.ts";

/**
 * Creates a stream, or updates the one of that name. Keys that the wish leaves out stay as they
 * are, or get the server's defaults.
 *
 * @example
 * ```ts
 * import { connect, ensureStream, startServer } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true });
 * await using client = await connect({ servers: server.url });
 * const orders = { name: "ORDERS", subjects: ["orders.>"] };
 * assertEquals((await ensureStream(client, orders)).outcome, "created");
 * assertEquals((await ensureStream(client, orders)).outcome, "unchanged");
 * const { outcome, differences } = await ensureStream(client, { ...orders, max_msgs: 1000 });
 * assertEquals([outcome, differences], ["updated", [{ key: "max_msgs", was: -1, is: 1000 }]]);
 * ```
 *
 * @throws {StreamError} `update-refused` where the server does not change a key; nothing is changed
 * @throws {ClientError} `js:…`, `timeout`, `no-responders` where there is no JetStream
 */
export async function ensureStream(client: Client, wish: StreamWish): Promise<Ensured> {
  const { streams } = await jetstreamManager(client.connection, { checkAPI: false });
  return await ensure({
    title: `the stream "${wish.name}"`,
    wish,
    missing: "stream-not-found",
    read: async () => (await streams.info(wish.name)).config,
    create: () => streams.add(wish),
    update: async () => (await streams.update(wish.name, wish)).config,
  });
}
