// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Connection events that wait to be awaited. @module */

import { abortable } from "./clock.ts";
import type { FailureCode, Json, StatusKind } from "./types.ts";

/** A connection event with its time, milliseconds since the scenario's start. */
export interface StatusEntry {
  readonly t: number;
  /** The code of the failure it tells of, if it has one. */
  readonly code: FailureCode | undefined;
  readonly value: Json;
}

/** Which events are wanted. */
export interface StatusWish {
  readonly kind: StatusKind;
  /** Absent: whatever their code. */
  readonly code?: FailureCode | undefined;
}

interface Waiter {
  readonly wish: StatusWish;
  readonly take: (entry: StatusEntry) => void;
}

/** The connection events of one client; each is taken once, those of a kind in order. */
export class StatusQueue {
  #entries: (StatusEntry & { readonly kind: StatusKind })[] = [];
  #waiters: Waiter[] = [];

  /** Adds an event; the one who waits longest for such gets it. */
  add(kind: StatusKind, entry: StatusEntry): void {
    const added = { ...entry, kind };
    const waiter = this.#waiters.find(({ wish }) => grants(added, wish));
    if (waiter === undefined) this.#entries.push(added);
    else this.#take(waiter, entry);
  }

  /**
   * Takes the next event that is wanted, waiting for it if none is there.
   *
   * @throws the signal's reason where it aborts first
   */
  async take(wish: StatusWish, signal: AbortSignal): Promise<StatusEntry> {
    const ready = this.#entries.find((entry) => grants(entry, wish));
    if (ready !== undefined) {
      this.#entries = this.#entries.filter((entry) => entry !== ready);
      return ready;
    }
    const { promise, resolve } = Promise.withResolvers<StatusEntry>();
    const waiter = { wish, take: resolve };
    this.#waiters.push(waiter);
    try {
      return await abortable(promise, signal);
    } finally {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
    }
  }

  #take(waiter: Waiter, entry: StatusEntry): void {
    // The next event is the next waiter's, though this one has not gone on yet.
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    waiter.take(entry);
  }
}

function grants(
  entry: Pick<StatusEntry, "code"> & { readonly kind: StatusKind },
  { kind, code }: StatusWish,
): boolean {
  return entry.kind === kind && (code === undefined || entry.code === code);
}
