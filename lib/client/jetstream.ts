// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * What nats.js leaves out of JetStream's and key-value's rules. Everything else comes from
 * `@nats-io/jetstream`, `@nats-io/kv` and `@nats-io/obj` themselves, over `client.connection`.
 *
 * @module
 */

import type * as jetstream from "@nats-io/jetstream";
import type * as kv from "@nats-io/kv";
import { ClientError } from "./error.ts";
import type { Payload } from "./payload.ts";
import { toClientError } from "./to_client_error.ts";
import { within } from "./wait.ts";

/** nats.js's JetStream: `jetstream(client.connection)`. */
export type CoreJetStream = jetstream.JetStreamClient;

/** A stream's acknowledgement of a message. */
export type StreamAck = jetstream.PubAck;

/** nats.js's options of a publish to a stream. */
export type CoreStreamPublishOptions = jetstream.JetStreamPublishOptions;

/** nats.js's key-value bucket. */
export type CoreKeyValue = kv.KV;

/** A key's value, and what was done to it. */
export type KeyValueEntry = kv.KvEntry;

/** How to publish to a stream. */
export interface StreamPublishOptions extends Omit<Partial<CoreStreamPublishOptions>, "retries"> {
  /** How often to try again where no stream takes the subject right now. Default: 2. */
  readonly retries?: number;
  /** Milliseconds before each new try. Default: 250. */
  readonly retryWaitMs?: number;
  /** Ends the wait for the acknowledgement, and the tries. */
  readonly signal?: AbortSignal;
}

/**
 * Publishes to a stream, and waits for its acknowledgement. While a stream changes its leader
 * nobody answers: it tries again, as ADR-22 asks for and `js.publish` does not.
 *
 * @example
 * ```ts
 * import { connect, publishToStream, startServer } from "@natsrig/natsrig";
 * import { jetstream, jetstreamManager } from "@nats-io/jetstream";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true });
 * await using client = await connect({ servers: server.url });
 * const manager = await jetstreamManager(client.connection);
 * await manager.streams.add({ name: "ORDERS", subjects: ["orders.>"] });
 * const ack = await publishToStream(jetstream(client.connection), "orders.new", "1");
 * assertEquals([ack.stream, ack.seq], ["ORDERS", 1]);
 * ```
 *
 * @throws {ClientError} `no-responders` where no stream takes the subject after all tries;
 * `timeout`; `js:…` for what the stream refuses; what `Client.publish` throws
 */
export async function publishToStream(
  js: Pick<CoreJetStream, "publish">,
  subject: string,
  data: Payload = "",
  options: StreamPublishOptions = {},
): Promise<StreamAck> {
  const { retries = 2, retryWaitMs = 250, signal, ...rest } = options;
  for (let tries = 0;; tries++) {
    signal?.throwIfAborted();
    try {
      const wait = signal === undefined ? {} : { signal };
      return await within(js.publish(subject, data, rest), wait, "the acknowledgement");
    } catch (error) {
      signal?.throwIfAborted();
      const failure = toClientError(error, `publish to "${subject}"`, subject);
      if (failure.code !== "no-responders") throw failure;
      if (tries >= retries) throw noStream(subject, tries + 1, error);
    }
    await pause(retryWaitMs, signal);
  }
}

/** How to take a key's value. */
export interface GetKeyOptions {
  /** A revision in place of the newest one. */
  readonly revision?: number;
  /**
   * What a deleted or purged key is: `not-found`, as ADR-8 has it, or the `entry` of its deletion,
   * as nats.js has it. Default: `not-found`.
   */
  readonly deleted?: "not-found" | "entry";
}

/**
 * The entry of a key.
 *
 * @example
 * ```ts
 * import { ClientError, connect, getKey, startServer } from "@natsrig/natsrig";
 * import { Kvm } from "@nats-io/kv";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true });
 * await using client = await connect({ servers: server.url });
 * const kv = await new Kvm(client.connection).create("settings");
 * await kv.put("colour", "blue");
 * assertEquals((await getKey(kv, "colour")).string(), "blue");
 * await kv.delete("colour");
 * await assertRejects(() => getKey(kv, "colour"), ClientError, "there is no key");
 * ```
 *
 * @throws {ClientError} `key-not-found`; `timeout`, `js:…`
 */
export async function getKey(
  bucket: Pick<CoreKeyValue, "get">,
  key: string,
  { revision, deleted = "not-found" }: GetKeyOptions = {},
): Promise<KeyValueEntry> {
  let entry: KeyValueEntry | null;
  try {
    entry = await bucket.get(key, revision === undefined ? undefined : { revision });
  } catch (error) {
    throw toClientError(error, `get the key "${key}"`);
  }
  if (entry !== null && (entry.operation === "PUT" || deleted === "entry")) return entry;
  const why = entry === null ? "there is no key of that name" : "there is no key: it was deleted";
  throw new ClientError("key-not-found", `Cannot get the key "${key}": ${why}`);
}

function noStream(subject: string, tries: number, cause: unknown): ClientError {
  return new ClientError(
    "no-responders",
    `Cannot publish to "${subject}": no stream took it in ${tries} tries; create one, or check ` +
      "that JetStream is enabled",
    { subject, cause },
  );
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => timer = setTimeout(resolve, ms));
  try {
    await within(over, signal === undefined ? {} : { signal }, "the next try");
  } finally {
    clearTimeout(timer);
  }
}
