// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { OutboxOptions } from "./options.ts";
import { outboxSettings } from "./options.ts";
import { Outbox } from "./outbox.ts";
import { SqliteStore } from "./sqlite_store.ts";

/**
 * Opens an outbox, and begins to send what it holds.
 *
 * @example
 * ```ts
 * import { connect, openOutbox, startServer } from "@natsrig/natsrig";
 * import { jetstreamManager } from "@nats-io/jetstream";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true });
 * await using client = await connect({ servers: server.url });
 * const manager = await jetstreamManager(client.connection);
 * await manager.streams.add({ name: "ORDERS", subjects: ["orders.>"] });
 *
 * const folder = await Deno.makeTempDir();
 * await using outbox = await openOutbox({ client, path: `${folder}/outbox.db` });
 * await outbox.publish("orders.new", "1"); // it is on disk now
 * await outbox.idle({ timeoutMs: 20_000 }); // and now in the stream
 * assertEquals((await manager.streams.info("ORDERS")).state.messages, 1);
 * await outbox.close();
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @throws {ClientError} `invalid-option`
 * @throws {OutboxError} `in-use`, `read-only`, `corrupt`, `foreign`, `disk-full`, `io`
 */
// A promise, so that a store may come to need one.
// deno-lint-ignore require-await -- see above
export async function openOutbox(options: OutboxOptions): Promise<Outbox> {
  const settings = outboxSettings(options);
  const store = settings.store ?? SqliteStore.open(settings.path ?? "");
  return new Outbox({ store, settings });
}
