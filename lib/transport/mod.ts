// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Deno sockets for nats-core: `connect(options)` and everything nats-core exports, as
 * `@nats-io/transport-deno` has it. Unlike the original it turns Nagle's algorithm off, reads into
 * a reused buffer, reports write errors, and chooses TCP or WebSocket per server URL.
 *
 * nats-core takes its transports from one process-wide factory. All connections made here share a
 * factory that serves TCP and WebSocket alike; calling nats-core's own `wsconnect` in the same
 * process replaces it, also for later reconnects of the connections made here.
 *
 * @module
 */

export { connect } from "./connect.ts";

/** Says that this is natsrig's transport, which chooses WebSocket by a server's URL. */
export const webSocketByUrl = true;

export * from "@nats-io/nats-core";
