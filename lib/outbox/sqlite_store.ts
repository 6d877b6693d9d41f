// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { DatabaseSync } from "node:sqlite";
import type { HeadersInit } from "../client/mod.ts";
import { OutboxError } from "./error.ts";
import { toOutboxError } from "./sqlite_failure.ts";
import { numberOf, prepareFile } from "./sqlite_schema.ts";
import type {
  DeadLetter,
  OutboxBurial,
  OutboxChanges,
  OutboxDraft,
  OutboxRow,
  OutboxSpan,
  OutboxStore,
  OutboxTotals,
} from "./store.ts";
import { knownIds, sizeOf } from "./store.ts";

const columns = "seq, id, subject, headers, payload, at, size";

const statements = {
  sync: "PRAGMA synchronous = FULL",
  noSync: "PRAGMA synchronous = NORMAL",
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  append: `INSERT OR IGNORE INTO waiting (id, subject, headers, payload, at, size)
    VALUES (?, ?, ?, ?, ?, ?)`,
  know: "INSERT OR IGNORE INTO known (id) VALUES (?)",
  forget: `DELETE FROM known WHERE n <= (SELECT max(n) FROM known) - ${knownIds}`,
  remove: "DELETE FROM waiting WHERE seq = ? RETURNING size",
  bury: `INSERT INTO dead SELECT ${columns}, ? FROM waiting WHERE seq = ?`,
  letter: "SELECT * FROM dead WHERE id = ?",
  drop: "DELETE FROM dead WHERE id = ?",
  after: `SELECT ${columns} FROM waiting WHERE seq > ? ORDER BY seq LIMIT ?`,
  ofSubject: `SELECT ${columns} FROM waiting WHERE subject = ? AND seq > ? AND seq <= ?
    ORDER BY seq LIMIT ?`,
  dead: "SELECT * FROM dead ORDER BY seq",
} as const;

/** How a file is opened. */
export interface SqliteStoreOptions {
  /** The file grows no further, without its log; then publishing fails with `disk-full`. */
  readonly maxFileBytes?: number;
}

type Record = { readonly [column: string]: SQLOutputValue };

/**
 * An outbox's messages in an SQLite file. One process owns the file; the operating system's lock
 * on it ends with the process. A commit that adds messages returns when the disk has them
 * (`synchronous = FULL`), and blocks the thread as long as the disk takes.
 */
export class SqliteStore implements OutboxStore {
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<keyof typeof statements, StatementSync>();
  #totals: OutboxTotals;
  #synced = true;

  private constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.#path = path;
    this.#totals = {
      rows: numberOf(db, "SELECT count(*) FROM waiting"),
      dead: numberOf(db, "SELECT count(*) FROM dead"),
      bytes: numberOf(db, "SELECT coalesce(sum(size), 0) FROM waiting") +
        numberOf(db, "SELECT coalesce(sum(size), 0) FROM dead"),
    };
  }

  /**
   * Opens a file, or makes it. It looks through the whole file for damage (`PRAGMA quick_check`).
   *
   * @throws {OutboxError} `in-use`, `read-only`, `corrupt`, `foreign`, `disk-full`, `io`
   */
  static open(path: string, { maxFileBytes }: SqliteStoreOptions = {}): SqliteStore {
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(path);
      prepareFile(db, path);
      if (maxFileBytes !== undefined) limitFile(db, maxFileBytes);
      return new SqliteStore(db, path);
    } catch (error) {
      db?.close();
      throw toOutboxError(error, "open", path);
    }
  }

  /** How much is kept. */
  totals(): OutboxTotals {
    return this.#totals;
  }

  /** Applies changes, in one transaction. */
  commit({ append, remove, bury }: OutboxChanges): readonly (OutboxRow | undefined)[] {
    return this.#transaction(append.length > 0, () => {
      for (const seq of remove) this.#remove(seq);
      for (const burial of bury) this.#bury(burial);
      const rows = append.map((draft) => this.#append(draft));
      if (append.some(({ given }) => given)) this.#run("forget");
      return rows;
    });
  }

  /** The first rows behind a place. */
  after(seq: number, limit: number): readonly OutboxRow[] {
    return this.#all("after", seq, limit).map(toRow);
  }

  /** The first rows of a span. */
  ofSubject({ subject, after, upTo }: OutboxSpan, limit: number): readonly OutboxRow[] {
    return this.#all("ofSubject", subject, after, upTo, limit).map(toRow);
  }

  /** The dead letters. */
  dead(): readonly DeadLetter[] {
    return this.#all("dead").map(toLetter);
  }

  /** Makes a dead letter a row again. */
  revive(id: string): OutboxRow | undefined {
    return this.#transaction(true, () => {
      const found = this.#all("letter", id)[0];
      if (found === undefined) return undefined;
      const { reason: _, ...row } = toLetter(found);
      this.#drop(id, row);
      const seq = this.#insert(row);
      return seq === undefined ? undefined : { ...row, seq };
    });
  }

  /** Deletes a dead letter. */
  drop(id: string): boolean {
    return this.#transaction(true, () => {
      const found = this.#all("letter", id)[0];
      if (found !== undefined) this.#drop(id, toLetter(found));
      return found !== undefined;
    });
  }

  /** Closes the file. */
  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #append({ given, ...message }: OutboxDraft): OutboxRow | undefined {
    if (given && this.#run("know", message.id) === 0) return undefined;
    if (given && this.#all("letter", message.id).length > 0) return undefined;
    const seq = this.#insert(message);
    return seq === undefined ? undefined : { ...message, seq };
  }

  #insert({ id, subject, headers, payload, at }: Omit<OutboxDraft, "given">): number | undefined {
    const size = sizeOf({ subject, payload, ...(headers && { headers }) });
    const text = headers === undefined ? null : JSON.stringify(headers);
    const statement = this.#statement("append");
    const { changes, lastInsertRowid } = statement.run(id, subject, text, payload, at, size);
    if (changes === 0) return undefined;
    this.#count({ rows: 1, bytes: size });
    return Number(lastInsertRowid);
  }

  #remove(seq: number): void {
    const [removed] = this.#all("remove", seq);
    if (removed !== undefined) this.#count({ rows: -1, bytes: -Number(removed.size) });
  }

  #bury({ seq, reason }: OutboxBurial): void {
    if (this.#run("bury", reason, seq) === 0) return;
    const [removed] = this.#all("remove", seq);
    this.#count({ rows: -1, dead: 1 });
    if (removed === undefined) throw new OutboxError("corrupt", `There is no row ${seq}`);
  }

  #drop(id: string, letter: Omit<DeadLetter, "reason">): void {
    this.#run("drop", id);
    this.#count({ dead: -1, bytes: -sizeOf(letter) });
  }

  #count({ rows = 0, dead = 0, bytes = 0 }: Partial<OutboxTotals>): void {
    const before = this.#totals;
    this.#totals = {
      rows: before.rows + rows,
      dead: before.dead + dead,
      bytes: before.bytes + bytes,
    };
  }

  /** Does all of some work, or none. */
  #transaction<T>(sync: boolean, work: () => T): T {
    const before = this.#totals;
    try {
      if (sync !== this.#synced) this.#statement(sync ? "sync" : "noSync").get();
      this.#synced = sync;
      this.#run("begin");
      const result = work();
      this.#run("commit");
      return result;
    } catch (error) {
      this.#totals = before;
      if (this.#db.isOpen && this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw this.#failure(error, "write to");
    }
  }

  #all(name: keyof typeof statements, ...values: SQLInputValue[]): readonly Record[] {
    try {
      return this.#statement(name).all(...values);
    } catch (error) {
      throw this.#failure(error, "read");
    }
  }

  #run(name: keyof typeof statements, ...values: SQLInputValue[]): number {
    return Number(this.#statement(name).run(...values).changes);
  }

  #statement(name: keyof typeof statements): StatementSync {
    const known = this.#prepared.get(name);
    if (known !== undefined) return known;
    const made = this.#db.prepare(statements[name]);
    this.#prepared.set(name, made);
    return made;
  }

  #failure(error: unknown, doing: string): OutboxError {
    if (this.#db.isOpen) return toOutboxError(error, doing, this.#path);
    return new OutboxError("closed", `Cannot ${doing} the outbox ${this.#path}: it is closed`);
  }
}

function limitFile(db: DatabaseSync, bytes: number): void {
  const pages = Math.max(1, Math.floor(bytes / numberOf(db, "PRAGMA page_size")));
  db.exec(`PRAGMA max_page_count = ${pages}`);
}

function toRow({ seq, id, subject, headers, payload, at }: Record): OutboxRow {
  if (!(payload instanceof Uint8Array)) {
    throw new OutboxError("corrupt", `The outbox's row ${seq} has no payload`);
  }
  const row = { seq: Number(seq), id: `${id}`, subject: `${subject}`, payload, at: Number(at) };
  return headers === null ? row : { ...row, headers: toHeaders(`${headers}`) };
}

function toLetter(record: Record): DeadLetter {
  return { ...toRow(record), reason: `${record.reason}` };
}

function toHeaders(text: string): HeadersInit {
  const value: HeadersInit = JSON.parse(text);
  return value;
}
