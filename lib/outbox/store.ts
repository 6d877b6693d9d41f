// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What an outbox keeps, and what it asks of the place where it is kept. @module */

import type { HeadersInit } from "../client/mod.ts";

/** A message to keep. */
export interface OutboxDraft {
  /** Its `Nats-Msg-Id`. */
  readonly id: string;
  /** The caller gave the id: a second message with it is not taken, even when the first is gone. */
  readonly given: boolean;
  /** Where it is to be published. */
  readonly subject: string;
  /** Its headers, without the id. */
  readonly headers?: HeadersInit;
  /** What it carries. */
  readonly payload: Uint8Array;
  /** When it was accepted: milliseconds since 1970, for people; nothing depends on it. */
  readonly at: number;
}

/** A message that waits for its acknowledgement. */
export interface OutboxRow extends Omit<OutboxDraft, "given"> {
  /** Its place: rows of a subject are published in this order. Never used twice. */
  readonly seq: number;
}

/** A message that was refused too often. */
export interface DeadLetter extends OutboxRow {
  /** Why it was refused. */
  readonly reason: string;
}

/** A row that is to become a dead letter. */
export interface OutboxBurial {
  /** The row. */
  readonly seq: number;
  /** Why it was refused. */
  readonly reason: string;
}

/** What happens in one transaction. */
export interface OutboxChanges {
  /** Messages to add: they are on disk when `commit` returns. */
  readonly append: readonly OutboxDraft[];
  /** Rows to delete: they may come back after a power failure, to be sent again. */
  readonly remove: readonly number[];
  /** Rows to make dead letters of. */
  readonly bury: readonly OutboxBurial[];
}

/** How much is kept. */
export interface OutboxTotals {
  /** Messages that wait. */
  readonly rows: number;
  /** Dead letters. */
  readonly dead: number;
  /** Bytes of subjects, headers and payloads of both. */
  readonly bytes: number;
}

/** Rows of a subject between two places. */
export interface OutboxSpan {
  /** Of this subject. */
  readonly subject: string;
  /** Behind this row. */
  readonly after: number;
  /** Up to this row. */
  readonly upTo: number;
}

/**
 * Where an outbox keeps its messages. A call does all of its work or throws and has done none.
 *
 * @throws {OutboxError} each of its methods
 */
export interface OutboxStore {
  /** How much is kept. */
  totals(): OutboxTotals;
  /**
   * Applies changes, in one transaction.
   *
   * @returns for each message of `append` its row; undefined where its id is known already
   */
  commit(changes: OutboxChanges): readonly (OutboxRow | undefined)[];
  /** The first rows behind a place, at most `limit`. */
  after(seq: number, limit: number): readonly OutboxRow[];
  /** The first rows of a span, at most `limit`. */
  ofSubject(span: OutboxSpan, limit: number): readonly OutboxRow[];
  /** The dead letters, oldest first. */
  dead(): readonly DeadLetter[];
  /** Makes a dead letter a row again, the last one; undefined where there is none of that id. */
  revive(id: string): OutboxRow | undefined;
  /** Deletes a dead letter; false where there is none of that id. */
  drop(id: string): boolean;
  /** Ends it; everything stays. A second call does nothing. */
  close(): void;
}

/** How many of the ids that callers gave a store keeps when their messages are gone: the newest. */
export const knownIds = 100_000;

/** The bytes a message counts for: those of its subject, headers and payload. */
export function sizeOf(
  { subject, headers, payload }: Omit<OutboxDraft, "id" | "given" | "at">,
): number {
  const text = headers === undefined ? "" : JSON.stringify(headers);
  return payload.length + subject.length + text.length;
}
