// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ProtocolHandler, Status } from "@nats-io/nats-core/internal";
import { NatsConnectionImpl, QueuedIteratorImpl } from "@nats-io/nats-core/internal";
import type { CoreConnection } from "./core_types.ts";

/** The protocol under a connection, whose parts are not in nats-core's public face. */
export function protocolOf(connection: CoreConnection): ProtocolHandler {
  if (connection instanceof NatsConnectionImpl) return connection.protocol;
  throw new TypeError("Cannot use a connection of another copy of @nats-io/nats-core");
}

/** Calls back at each status of a connection, in the turn it happens; its iterator comes later. */
export function listenTo(protocol: ProtocolHandler, callback: (status: Status) => void): void {
  protocol.listeners.push(new Listener(callback));
}

class Listener extends QueuedIteratorImpl<Status> {
  readonly #callback: (status: Status) => void;

  constructor(callback: (status: Status) => void) {
    super();
    this.#callback = callback;
  }

  override push(status: Status | (() => void)): void {
    if (typeof status === "object") this.#callback(status);
  }
}
