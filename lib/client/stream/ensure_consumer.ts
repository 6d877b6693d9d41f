// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { AckPolicy, jetstreamManager } from "@nats-io/jetstream";
import type { Client } from "../client.ts";
import { ensure } from "./ensure.ts";
import type { ConsumerWish, CoreConsumerConfig, Ensured } from "./types.ts";

/**
 * Creates a durable consumer, or updates the one of that name. Keys that the wish leaves out stay
 * as they are, or get the server's defaults; a new one has the `ack_policy` `explicit`, which
 * `consume` needs.
 *
 * @example
 * ```ts
 * import { connect, ensureConsumer, ensureStream, startServer } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true });
 * await using client = await connect({ servers: server.url });
 * await ensureStream(client, { name: "ORDERS", subjects: ["orders.>"] });
 * const { outcome } = await ensureConsumer(client, "ORDERS", { durable_name: "shop" });
 * assertEquals(outcome, "created");
 * ```
 *
 * @throws {StreamError} `update-refused` where the server does not change a key; nothing is changed
 * @throws {ClientError} `stream-not-found`, `js:…`, `timeout`, `no-responders`
 */
export async function ensureConsumer(
  client: Client,
  stream: string,
  wish: ConsumerWish,
): Promise<Ensured> {
  const { consumers } = await jetstreamManager(client.connection, { checkAPI: false });
  const name = wish.durable_name;
  return await ensure({
    title: `the consumer "${name}" of the stream "${stream}"`,
    wish,
    missing: "consumer-not-found",
    read: async () => (await consumers.info(stream, name)).config,
    create: () => consumers.add(stream, { ack_policy: AckPolicy.Explicit, ...wish }),
    update: async () =>
      (await consumers.update(stream, name, { ...otherFilter(wish), ...wish })).config,
  });
}

/** A consumer has one filter or several: a wish for the one kind takes the other away. */
function otherFilter(wish: ConsumerWish): Partial<CoreConsumerConfig> {
  if (wish.filter_subjects !== undefined) return { filter_subject: "" };
  return wish.filter_subject === undefined ? {} : { filter_subjects: [] };
}
