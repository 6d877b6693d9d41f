// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Connection events that wait to be awaited. @module */

import { abortable } from "./clock.ts";
import type { Json, StatusKind } from "./types.ts";

/** A connection event with its time, milliseconds since the scenario's start. */
export interface StatusEntry {
  readonly t: number;
  readonly value: Json;
}

/** The connection events of one client, by kind; each is taken once, in order. */
export class StatusQueue {
  readonly #entries = new Map<StatusKind, StatusEntry[]>();
  readonly #waiters = new Map<StatusKind, ((entry: StatusEntry) => void)[]>();

  /** Adds an event; the one who waits longest for its kind gets it. */
  add(kind: StatusKind, entry: StatusEntry): void {
    const waiter = this.#waiters.get(kind)?.shift();
    if (waiter !== undefined) return waiter(entry);
    const entries = this.#entries.get(kind) ?? [];
    entries.push(entry);
    this.#entries.set(kind, entries);
  }

  /**
   * Takes the next event of a kind, waiting for it if none is there.
   *
   * @throws the signal's reason where it aborts first
   */
  async take(kind: StatusKind, signal: AbortSignal): Promise<StatusEntry> {
    const ready = this.#entries.get(kind)?.shift();
    if (ready !== undefined) return ready;
    const { promise, resolve } = Promise.withResolvers<StatusEntry>();
    const waiters = this.#waiters.get(kind) ?? [];
    waiters.push(resolve);
    this.#waiters.set(kind, waiters);
    try {
      return await abortable(promise, signal);
    } finally {
      const index = waiters.indexOf(resolve);
      if (index !== -1) waiters.splice(index, 1);
    }
  }
}
