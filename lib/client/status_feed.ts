// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Status } from "@nats-io/nats-core";
import type { CoreConnection } from "./core_types.ts";
import type { ClientError } from "./error.ts";
import { toClientError } from "./to_client_error.ts";
import type { ClientStatus } from "./status.ts";

/** Turns nats-core's statuses into the client's, and tells them to whoever listens. */
export class StatusFeed {
  readonly #listeners = new Set<(status: ClientStatus) => void>();
  #connected = true;
  #lastError: ClientError | undefined;

  /** Follows a connection; `first` hears of each status before the listeners. */
  constructor(connection: CoreConnection, first: (status: ClientStatus) => void) {
    this.#listeners.add(first);
    this.#follow(connection.status());
  }

  /** The newest error. */
  get lastError(): ClientError | undefined {
    return this.#lastError;
  }

  /** Adds a listener; gives a function that removes it. */
  listen(callback: (status: ClientStatus) => void): () => void {
    this.#listeners.add(callback);
    return () => void this.#listeners.delete(callback);
  }

  /** Tells the listeners. */
  report(status: Omit<ClientStatus, "at">): void {
    if (status.error !== undefined) this.#lastError = status.error;
    const event = { ...status, at: performance.now() };
    for (const listener of this.#listeners) listener(event);
  }

  async #follow(statuses: AsyncIterable<Status>): Promise<void> {
    for await (const status of statuses) this.#translate(status);
  }

  #translate(status: Status): void {
    switch (status.type) {
      case "disconnect":
        // nats-core says so again for every attempt that fails after INFO.
        if (this.#connected) this.report({ status: "disconnect", server: status.server });
        this.#connected = false;
        return;
      case "reconnect":
        if (!this.#connected) this.report({ status: "reconnect", server: status.server });
        this.#connected = true;
        return;
      case "ldm":
        this.report({ status: "lame-duck", server: status.server });
        return;
      case "error":
        this.report({
          status: "error",
          error: toClientError(status.error, "go on: the server reported an error"),
        });
    }
  }
}
