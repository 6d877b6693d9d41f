// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ProtocolHandler } from "@nats-io/nats-core/internal";
import { ClientError, closedError } from "./error.ts";
import type { ClientState, ClientStatus } from "./status.ts";
import { StatusFeed } from "./status_feed.ts";
import { toClientError } from "./to_client_error.ts";
import type { WaitOptions } from "./wait.ts";
import { within } from "./wait.ts";

/** How far a connection has come towards its end. */
export type Phase = "open" | "draining-subs" | "draining-pubs" | "closed";

/** The states of a connection, and the waits for them. */
export class Lifecycle {
  /** The statuses of the connection. */
  readonly feed: StatusFeed;
  /** Resolves at the end. */
  readonly closed: Promise<void>;
  readonly #protocol: ProtocolHandler;
  readonly #ended = Promise.withResolvers<void>();
  readonly #watchers = new Set<() => void>();
  #phase: Phase = "open";

  /** Follows an open connection; `first` hears of each status before all listeners. */
  constructor(protocol: ProtocolHandler, first: (status: ClientStatus) => void) {
    this.#protocol = protocol;
    this.closed = this.#ended.promise;
    this.feed = new StatusFeed(protocol, (status) => {
      first(status);
      this.#changed();
    });
  }

  /** How far it has come. */
  get phase(): Phase {
    return this.#phase;
  }

  /** Where the connection stands. */
  get state(): ClientState {
    if (this.#phase !== "open") return this.#phase;
    if (this.linked) return "connected";
    return this.feed.reconnecting ? "reconnecting" : "disconnected";
  }

  /** Whether nats-core would send now. */
  get linked(): boolean {
    return this.#protocol.connected && !this.#protocol.isClosed();
  }

  /** Goes on to a phase. */
  moveTo(phase: "draining-subs" | "draining-pubs"): void {
    if (this.#phase === "closed") return;
    this.#phase = phase;
    this.#changed();
  }

  /** The connection has ended. */
  finish(cause: Error | undefined): void {
    this.#phase = "closed";
    const reason = cause === undefined ? {} : { error: toClientError(cause, "stay connected") };
    this.feed.report({ status: "close", ...reason });
    this.#ended.resolve();
  }

  /**
   * Lets only calls pass that fit the phase.
   *
   * @throws {ClientError} `closed`, `draining`
   */
  check(doing: string, allowed: readonly Phase[]): void {
    if (this.#phase === "closed" || this.#protocol.isClosed()) throw closedError(doing);
    if (allowed.includes(this.#phase)) return;
    throw new ClientError("draining", `Cannot ${doing}: the connection is draining; connect again`);
  }

  /**
   * Waits until something holds.
   *
   * @throws {ClientError} `closed` where it can no longer come to hold; `timeout`
   */
  async until(holds: () => boolean, options: WaitOptions, doing: string): Promise<void> {
    options.signal?.throwIfAborted();
    if (holds()) return;
    this.check(doing, ["open", "draining-subs", "draining-pubs"]);
    const reached = Promise.withResolvers<void>();
    const watch = () => {
      if (holds()) reached.resolve();
      else if (this.#phase === "closed") reached.reject(closedError(doing));
    };
    this.#watchers.add(watch);
    try {
      await within(reached.promise, options, doing.replace(/^wait for /, ""));
    } finally {
      this.#watchers.delete(watch);
    }
  }

  #changed(): void {
    for (const watch of [...this.#watchers]) watch();
  }
}
