// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Deno sockets for nats-core: `connect(options)` and everything nats-core exports, as
 * `@nats-io/transport-deno` has it. Unlike the original it turns Nagle's algorithm off, reads into
 * a reused buffer, reports write errors, and chooses TCP or WebSocket per server URL.
 *
 * nats-core takes its transports from one process-wide factory. Connections made here set it anew
 * before each of their dials, so that they keep their transport beside connections of other kinds;
 * it serves TCP and WebSocket alike.
 *
 * @module
 */

export { connect } from "./connect.ts";

/** Says that this is natsrig's transport, which chooses WebSocket by a server's URL. */
export const webSocketByUrl = true;

export * from "@nats-io/nats-core";
