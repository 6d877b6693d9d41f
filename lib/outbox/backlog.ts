// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { OutboxRow, OutboxStore } from "./store.ts";

/** A subject's rows: one is sent at a time, the others wait behind it. */
interface Lane {
  readonly subject: string;
  /** Those in memory, in order; the first may be under way. */
  rows: OutboxRow[];
  /** The last row that was in memory. */
  last: number;
  /** Further rows, up to the cursor, are in the store only. */
  more: boolean;
  /** Its first row is under way, or waits for another try. */
  busy: boolean;
  /** Its first row waits for another try. */
  held: boolean;
}

/** Rows in memory, in all. */
const most = 8192;
/** Rows in memory of one subject. */
const mostOfLane = 1024;
/** Rows that are read at a time. */
const page = 512;

/**
 * The rows that wait, as a lane per subject. Few of them are in memory: the others are read from the
 * store when it is their turn. A lane that is held up does not keep the others from going on.
 */
export class Backlog {
  readonly #store: OutboxStore;
  readonly #lanes = new Map<string, Lane>();
  #ready: Lane[] = [];
  #inMemory = 0;
  /** Rows up to this one are in memory, or behind those of their lane. */
  #cursor = 0;
  /** The store has rows behind the cursor. */
  #behind = true;

  /** Reads from a store. */
  constructor(store: OutboxStore) {
    this.#store = store;
  }

  /** Takes new rows; all are in the store. */
  add(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      if (this.#inMemory >= most) this.#behind = true;
      if (this.#behind) return;
      this.#place(row);
    }
  }

  /** A row that may be sent now; none of its subject is until `done` or `release`. */
  next(): OutboxRow | undefined {
    if (this.#ready.length === 0 && this.#behind) this.#fill();
    for (let lane = this.#ready[0]; lane !== undefined; lane = this.#ready[0]) {
      if (lane.rows.length === 0) this.#reload(lane);
      this.#ready.shift();
      const row = lane.rows[0];
      lane.busy = row !== undefined;
      if (row !== undefined) return row;
      this.#lanes.delete(lane.subject);
    }
    return undefined;
  }

  /** A row is no longer here; its subject goes on. */
  done({ subject }: OutboxRow): void {
    const lane = this.#lanes.get(subject);
    if (lane === undefined) return;
    lane.rows.shift();
    this.#inMemory--;
    if (lane.rows.length > 0 || lane.more) this.#free(lane);
    else this.#lanes.delete(subject);
  }

  /** A row waits for another try: those behind it need not be in memory. */
  hold({ subject }: OutboxRow): void {
    const lane = this.#lanes.get(subject);
    const first = lane?.rows[0];
    if (lane === undefined || first === undefined) return;
    lane.held = true;
    if (lane.rows.length === 1) return;
    this.#inMemory -= lane.rows.length - 1;
    lane.rows = [first];
    lane.last = first.seq;
    lane.more = true;
  }

  /** A row may be sent again. */
  release({ subject }: OutboxRow): void {
    const lane = this.#lanes.get(subject);
    if (lane?.busy) this.#free(lane);
  }

  #free(lane: Lane): void {
    lane.busy = false;
    lane.held = false;
    this.#ready.push(lane);
  }

  #fill(): void {
    while (this.#behind && this.#inMemory < most) {
      const rows = this.#store.after(this.#cursor, page);
      this.#behind = rows.length === page;
      for (const row of rows) this.#place(row);
    }
  }

  #place(row: OutboxRow): void {
    this.#cursor = row.seq;
    const lane = this.#lanes.get(row.subject);
    if (lane === undefined) return this.#open(row);
    if (lane.more || lane.held || lane.rows.length >= mostOfLane) {
      lane.more = true;
      return;
    }
    lane.rows.push(row);
    lane.last = row.seq;
    this.#inMemory++;
  }

  #open(row: OutboxRow): void {
    const { subject, seq } = row;
    const lane = { subject, rows: [row], last: seq, more: false, busy: false, held: false };
    this.#lanes.set(subject, lane);
    this.#ready.push(lane);
    this.#inMemory++;
  }

  #reload(lane: Lane): void {
    const span = { subject: lane.subject, after: lane.last, upTo: this.#cursor };
    const rows = this.#store.ofSubject(span, page);
    lane.more = rows.length === page;
    lane.rows = [...rows];
    lane.last = rows.at(-1)?.seq ?? lane.last;
    this.#inMemory += rows.length;
  }
}
