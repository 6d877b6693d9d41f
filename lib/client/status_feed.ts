// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ProtocolHandler, Status } from "@nats-io/nats-core/internal";
import { listenTo } from "./core_connection.ts";
import type { ClientError } from "./error.ts";
import { notify } from "./notify.ts";
import { toClientError } from "./to_client_error.ts";
import type { ClientStatus } from "./status.ts";

/** Turns nats-core's statuses into the client's, and tells them to whoever listens. */
export class StatusFeed {
  readonly #listeners = new Set<(status: ClientStatus) => void>();
  /** Every server ever heard of: nats-core tells of all of them at each connect. */
  readonly #known: Set<string>;
  readonly #protocol: ProtocolHandler;
  #link: "connected" | "disconnected" | "reconnecting" = "connected";
  #lastError: ClientError | undefined;
  #errors = 0;
  #reconnects = 0;

  /** Follows a connection; `first` hears of each status before the listeners. */
  constructor(protocol: ProtocolHandler, first: (status: ClientStatus) => void) {
    this.#protocol = protocol;
    this.#known = new Set(protocol.servers.getServers().map(({ listen }) => listen));
    this.#listeners.add(first);
    listenTo(protocol, (status) => this.#translate(status));
  }

  /** The newest error. */
  get lastError(): ClientError | undefined {
    return this.#lastError;
  }

  /** How many errors there were. */
  get errors(): number {
    return this.#errors;
  }

  /** How often it has reconnected. */
  get reconnects(): number {
    return this.#reconnects;
  }

  /** Whether an attempt to reconnect is under way. */
  get reconnecting(): boolean {
    return this.#link === "reconnecting";
  }

  /** Adds a listener; gives a function that removes it. */
  listen(callback: (status: ClientStatus) => void): () => void {
    // One that is added twice is called twice.
    const listener = (status: ClientStatus) => callback(status);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells the listeners. */
  report(status: Omit<ClientStatus, "at">): void {
    if (status.status === "error") this.#errors++;
    if (status.error !== undefined) this.#lastError = status.error;
    const event = { ...status, at: performance.now() };
    for (const listener of [...this.#listeners]) notify(listener, event);
  }

  #translate(status: Status): void {
    switch (status.type) {
      case "disconnect":
        // nats-core says so again for every attempt that fails after INFO.
        if (this.#link === "connected") this.#move("disconnected", "disconnect", status.server);
        this.#link = "disconnected";
        return;
      case "reconnecting":
        this.#move("reconnecting", "reconnecting", this.#protocol.getServer()?.listen);
        return;
      case "reconnect":
        if (this.#link === "connected") return;
        this.#reconnects++;
        this.#move("connected", "reconnect", status.server);
        return;
      case "ldm":
        this.report({ status: "lame-duck", server: status.server });
        return;
      case "update":
        this.#discover(status.added ?? []);
        return;
      case "error":
        this.report({
          status: "error",
          error: toClientError(status.error, "go on: the server reported an error"),
        });
    }
  }

  #move(
    link: "connected" | "disconnected" | "reconnecting",
    status: ClientStatus["status"],
    server: string | undefined,
  ): void {
    this.#link = link;
    this.report({ status, ...(server === undefined ? {} : { server }) });
  }

  #discover(added: readonly string[]): void {
    const servers = added.filter((server) => !this.#known.has(server));
    for (const server of servers) this.#known.add(server);
    if (servers.length > 0) this.report({ status: "discovered-servers", servers });
  }
}
