// Copyright 2026 the natsrig authors. Apache-2.0 license.

import * as transport from "@nats-io/transport-deno";

/**
 * Whether the transport chooses WebSocket where a server's URL says so. natsrig's does and says so
 * by a name of its own; the original package does not.
 */
export const webSocketSupported: boolean = "webSocketByUrl" in transport;
