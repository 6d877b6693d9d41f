// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { findServer } from "./find_server.ts";
import { NatsServer } from "./nats_server.ts";
import type { Server, ServerOptions } from "./types.ts";

/**
 * Starts a nats-server with a folder and ports of its own; it takes clients when the promise
 * resolves. Where no binary is given, one is found, and fetched if need be.
 *
 * @example
 * ```ts
 * import { startServer } from "@natsrig/natsrig/server";
 * import { assertMatch } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true, config: "max_payload: 1024" });
 * assertMatch(server.url, /^nats:\/\/127\.0\.0\.1:\d+$/);
 * ```
 *
 * @throws {ServerError} `not-found` without a binary; `exited` with the server's own words where it
 * ends at once, as with a bad configuration or a port that is taken; `not-ready` after
 * `readyTimeoutMs`
 * @throws {RangeError} where `port` is none
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  return await NatsServer.start({ ...options, binary: await binaryOf(options) });
}

/** The binary that options name, or else the one that is found. */
export async function binaryOf(options: ServerOptions): Promise<string> {
  if (options.binary !== undefined) return options.binary;
  const found = await findServer(options.signal ? { signal: options.signal } : {});
  return found.path;
}
