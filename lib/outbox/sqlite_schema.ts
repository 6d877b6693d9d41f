// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The outbox's tables. Their form is the file's version: a new one needs a new number. @module */

import type { DatabaseSync } from "node:sqlite";
import { OutboxError } from "./error.ts";

/** "nrig", in the file's header. */
const applicationId = 0x6e726967;
const version = 1;

const tables = `
  CREATE TABLE waiting (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    headers TEXT,
    payload BLOB NOT NULL,
    at INTEGER NOT NULL,
    size INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX waiting_of_subject ON waiting (subject, seq);
  CREATE TABLE dead (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    headers TEXT,
    payload BLOB NOT NULL,
    at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
  CREATE TABLE known (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${version};
`;

/**
 * Takes the file for this connection alone, makes the tables of a new one, checks an old one.
 *
 * @throws {OutboxError} `foreign`, `corrupt`; what SQLite throws
 */
export function prepareFile(db: DatabaseSync, path: string): void {
  // The lock is the operating system's: it ends with the process, however that ends.
  db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  db.exec("PRAGMA journal_size_limit = 67108864");
  db.exec("BEGIN EXCLUSIVE");
  try {
    if (numberOf(db, "SELECT count(*) FROM sqlite_schema") === 0) db.exec(tables);
    else checkOwner(db, path);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
  const sound = Object.values(db.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
  if (sound !== "ok") {
    throw new OutboxError("corrupt", `Cannot open the outbox ${path}: it is damaged (${sound})`);
  }
  // SQLite begins an exclusive transaction in a file that it cannot write too: writing tells.
  db.exec(`PRAGMA user_version = ${version}`);
}

function checkOwner(db: DatabaseSync, path: string): void {
  if (numberOf(db, "PRAGMA application_id") !== applicationId) {
    const text = `Cannot open the outbox ${path}: the file is another program's database`;
    throw new OutboxError("foreign", text);
  }
  const found = numberOf(db, "PRAGMA user_version");
  if (found === version) return;
  const text = `Cannot open the outbox ${path}: its version is ${found}, this program's ${version}`;
  throw new OutboxError("foreign", text);
}

/** The only value of a query's only row. */
export function numberOf(db: DatabaseSync, sql: string): number {
  return Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0);
}
