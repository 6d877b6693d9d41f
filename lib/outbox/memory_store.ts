// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type {
  DeadLetter,
  OutboxChanges,
  OutboxDraft,
  OutboxRow,
  OutboxStore,
  OutboxTotals,
} from "./store.ts";
import type { OutboxSpan } from "./store.ts";
import { knownIds, sizeOf } from "./store.ts";
import { OutboxError } from "./error.ts";

/** An outbox's messages in memory: they end with the program. For tests, and for what may be lost. */
export class MemoryStore implements OutboxStore {
  readonly #rows = new Map<number, OutboxRow>();
  readonly #dead = new Map<string, DeadLetter>();
  /** Ids of rows. */
  readonly #waiting = new Set<string>();
  /** Ids that callers gave, the oldest first. */
  readonly #known = new Set<string>();
  #seq = 0;
  #bytes = 0;
  #closed = false;

  /** How much is kept. */
  totals(): OutboxTotals {
    return { rows: this.#rows.size, dead: this.#dead.size, bytes: this.#bytes };
  }

  /** Applies changes. */
  commit({ append, remove, bury }: OutboxChanges): readonly (OutboxRow | undefined)[] {
    this.#check();
    for (const seq of remove) this.#take(seq);
    for (const { seq, reason } of bury) {
      const row = this.#take(seq);
      if (row === undefined) continue;
      this.#dead.set(row.id, { ...row, reason });
      this.#bytes += sizeOf(row);
    }
    return append.map((draft) => this.#append(draft));
  }

  /** The first rows behind a place. */
  after(seq: number, limit: number): readonly OutboxRow[] {
    this.#check();
    return this.#rows.values().filter((row) => row.seq > seq).take(limit).toArray();
  }

  /** The first rows of a span. */
  ofSubject({ subject, after, upTo }: OutboxSpan, limit: number): readonly OutboxRow[] {
    this.#check();
    return this.#rows.values()
      .filter((row) => row.subject === subject && row.seq > after && row.seq <= upTo)
      .take(limit)
      .toArray();
  }

  /** The dead letters. */
  dead(): readonly DeadLetter[] {
    this.#check();
    return [...this.#dead.values()].toSorted((a, b) => a.seq - b.seq);
  }

  /** Makes a dead letter a row again. */
  revive(id: string): OutboxRow | undefined {
    this.#check();
    const letter = this.#dead.get(id);
    if (letter === undefined) return undefined;
    this.drop(id);
    const { reason: _, ...row } = letter;
    return this.#add(row);
  }

  /** Deletes a dead letter. */
  drop(id: string): boolean {
    this.#check();
    const letter = this.#dead.get(id);
    if (letter === undefined) return false;
    this.#dead.delete(id);
    this.#bytes -= sizeOf(letter);
    return true;
  }

  /** Ends it. */
  close(): void {
    this.#closed = true;
  }

  #append({ given, ...rest }: OutboxDraft): OutboxRow | undefined {
    const { id } = rest;
    if (this.#waiting.has(id) || this.#known.has(id) || this.#dead.has(id)) return undefined;
    if (given) this.#known.add(id);
    for (const oldest of this.#known) {
      if (this.#known.size <= knownIds) break;
      this.#known.delete(oldest);
    }
    return this.#add(rest);
  }

  #add(message: Omit<OutboxRow, "seq">): OutboxRow {
    const row = { ...message, seq: ++this.#seq };
    this.#rows.set(row.seq, row);
    this.#waiting.add(row.id);
    this.#bytes += sizeOf(row);
    return row;
  }

  #take(seq: number): OutboxRow | undefined {
    const row = this.#rows.get(seq);
    if (row === undefined) return undefined;
    this.#rows.delete(seq);
    this.#waiting.delete(row.id);
    this.#bytes -= sizeOf(row);
    return row;
  }

  #check(): void {
    if (this.#closed) throw new OutboxError("closed", "Cannot use the outbox: it is closed");
  }
}
