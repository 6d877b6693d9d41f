// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { setImmediate } from "node:timers";
import { OutboxError } from "./error.ts";
import type { OutboxBurial, OutboxDraft, OutboxRow, OutboxStore } from "./store.ts";

/** A message whose publish waits for the disk. */
interface Waiting {
  readonly draft: OutboxDraft;
  readonly resolve: (row: OutboxRow | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Who hears of what the journal does. */
export interface JournalHost {
  /** New rows are in the store, in order. */
  readonly added: (rows: readonly OutboxRow[]) => void;
  /** A commit has succeeded, and nobody waits for another one. */
  readonly settled: () => void;
  /** Rows could not be deleted; it is tried again. */
  readonly failed: (error: unknown) => void;
}

/** How long to wait when rows could not be deleted, in milliseconds. */
const retryMs = 500;
/** Deletions wait for company: at most so long, in milliseconds, and at most so many. */
const companyMs = 10;
const mostDeletions = 1024;

/** Writes what is asked for within one turn of the event loop in one transaction (group commit). */
export class Journal {
  readonly #store: OutboxStore;
  readonly #host: JournalHost;
  #waiting: Waiting[] = [];
  #remove: number[] = [];
  #bury: OutboxBurial[] = [];
  #scheduled = false;
  #later: ReturnType<typeof setTimeout> | undefined;

  /** Writes to a store. */
  constructor(store: OutboxStore, host: JournalHost) {
    this.#store = store;
    this.#host = host;
  }

  /** Adds a message; resolves when it is on disk: its row, or undefined where its id is known. */
  append(draft: OutboxDraft): Promise<OutboxRow | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<OutboxRow | undefined>();
    this.#waiting.push({ draft, resolve, reject });
    this.#schedule();
    return promise;
  }

  /** Deletes a row: soon, together with others. */
  remove(seq: number): void {
    this.#remove.push(seq);
    if (this.#remove.length >= mostDeletions) this.#schedule();
    else this.#later ??= setTimeout(() => this.flush(), companyMs);
  }

  /** No further deletions are to come for now. */
  hurry(): void {
    if (!this.empty) this.#schedule();
  }

  /** Makes a row a dead letter. */
  bury(burial: OutboxBurial): void {
    this.#bury.push(burial);
    this.#schedule();
  }

  /** Nothing waits to be written. */
  get empty(): boolean {
    return this.#waiting.length + this.#remove.length + this.#bury.length === 0;
  }

  /** Writes all that waits, now. */
  flush(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    if (this.empty) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      this.#commit(waiting);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      // A full disk may still have room to delete.
      if (waiting.length > 0 && !this.empty) this.flush();
      else this.#tryLater(error);
    }
    if (this.empty) this.#host.settled();
  }

  /** Writes what waits, and no more; where that fails the rows stay. */
  close(): void {
    this.flush();
    clearTimeout(this.#later);
    const closed = new OutboxError("closed", "Cannot publish: the outbox is closed");
    for (const { reject } of this.#waiting) reject(closed);
    this.#waiting = [];
  }

  #commit(waiting: readonly Waiting[]): void {
    const append = waiting.map(({ draft }) => draft);
    const rows = this.#store.commit({ append, remove: this.#remove, bury: this.#bury });
    this.#remove = [];
    this.#bury = [];
    for (const [i, { resolve }] of waiting.entries()) resolve(rows[i]);
    const added = rows.filter((row) => row !== undefined);
    if (added.length > 0) this.#host.added(added);
  }

  #tryLater(error: unknown): void {
    if (this.empty) return;
    this.#later = setTimeout(() => this.flush(), retryMs);
    this.#host.failed(error);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }
}
