// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { NatsConnectionImpl } from "@nats-io/nats-core/internal";
import type { CoreConnection } from "./core_types.ts";

/**
 * Whether nats-core would send now. Its statuses say so too, but a few microtasks late, and what
 * is published in between it throws away.
 */
export function isLinked(connection: CoreConnection): boolean {
  if (!(connection instanceof NatsConnectionImpl)) {
    throw new TypeError("Cannot use a connection of another copy of @nats-io/nats-core");
  }
  return connection.protocol.connected && !connection.isClosed();
}
