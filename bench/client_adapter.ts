// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The contenders as {@linkcode Link}s. Modules are loaded by the name the program was given, so
 * that one source serves every client and, bundled, also Node.
 *
 * @module
 */

import type { ConnectionOptions, NatsConnection } from "@nats-io/nats-core";
import type { JetStreamClient } from "@nats-io/jetstream";
import { type Link, type LinkOptions, requestTimeoutMs } from "./client_link.ts";

/** Connects with the client that the options name. */
export async function openLink(options: LinkOptions): Promise<Link> {
  if (options.kind === "natsrig") return await openClient(options);
  if (options.kind === "core") return await openCore(options);
  const { openRaw }: typeof import("./client_raw.ts") = await import("./client_raw.ts");
  return await openRaw(options.url);
}

/** The `connect` of a transport package. */
interface TransportModule {
  readonly connect: (options: ConnectionOptions) => Promise<NatsConnection>;
}

async function openCore({ module, url }: LinkOptions): Promise<Link> {
  const { connect }: TransportModule = await import(module);
  const connection = await connect({ servers: url });
  const options = { timeout: requestTimeoutMs };
  return {
    publish: (subject, data) => connection.publish(subject, data),
    flush: () => connection.flush(),
    subscribe: async (subject, receive) => {
      connection.subscribe(subject, {
        callback: (error, message) => {
          if (error !== null) throw error;
          receive(message.data.length);
        },
      });
      await connection.flush();
    },
    echo: async (subject) => {
      connection.subscribe(subject, {
        callback: (error, message) => {
          if (error !== null) throw error;
          message.respond(message.data);
        },
      });
      await connection.flush();
    },
    request: (subject, data) => connection.request(subject, data, options),
    ...await storing(connection),
  };
}

async function openClient({ module, url }: LinkOptions): Promise<Link> {
  const { connect }: typeof import("../lib/client/mod.ts") = await import(module);
  const client = await connect({ servers: url });
  const options = { timeoutMs: requestTimeoutMs };
  return {
    publish: (subject, data) => client.publish(subject, data),
    flush: () => client.flush(),
    subscribe: async (subject, receive) => {
      const callback = ({ data }: { readonly data: Uint8Array }) => receive(data.length);
      await client.subscribe(subject, { callback }).confirmed();
    },
    echo: (subject) =>
      client.subscribe(subject, { callback: (message) => message.respond(message.data) })
        .confirmed(),
    request: (subject, data) => client.request(subject, data, options),
    ...await storing(client.connection),
  };
}

/** JetStream by the package of that name, which all but the raw sockets use. */
async function storing(
  connection: NatsConnection,
): Promise<Pick<Link, "publishStored" | "consume">> {
  const name = "@nats-io/jetstream";
  // By a name in a variable, so that the bundle leaves it to whoever runs it.
  const { jetstream }: typeof import("@nats-io/jetstream") = await import(name);
  const client = jetstream(connection, { timeout: requestTimeoutMs });
  return {
    publishStored: (subject, data) => client.publish(subject, data),
    consume: (stream, count) => consume(client, stream, count),
  };
}

async function consume(client: JetStreamClient, stream: string, count: number): Promise<number> {
  const consumer = await client.consumers.get(stream);
  const messages = await consumer.consume();
  let bytes = 0;
  let taken = 0;
  for await (const message of messages) {
    bytes += message.data.length;
    if (++taken === count) break;
  }
  await consumer.delete();
  return bytes;
}
