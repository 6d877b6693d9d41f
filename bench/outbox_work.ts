// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What is done in `deno task bench:outbox`: the same messages, kept and sent in different ways. @module */

import { jetstream } from "@nats-io/jetstream";
import { DatabaseSync } from "node:sqlite";
import type { Client } from "../lib/client/mod.ts";
import { openOutbox } from "../lib/outbox/mod.ts";

/** Messages that are published at a time: one by one, and in bursts. */
export const bursts = [1, 256] as const;

/** Subjects that messages go to in turn; the outbox has one message of each under way. */
export const subjectCount = 256;

/** The ways. */
export const contenderIds = ["outbox", "js.publish", "SQLite"] as const;

/** A way. */
export type ContenderId = (typeof contenderIds)[number];

/** Messages of a batch. */
export interface Batch {
  /** How many, in all. */
  readonly count: number;
  /** How many at a time; the next ones when all of these are durable. */
  readonly burst: number;
}

/** What a batch took, in milliseconds. */
export interface BatchTimes {
  /** Until all messages were durable: on disk, or acknowledged by the stream. */
  readonly durableMs: number;
  /** Until all were in the stream. */
  readonly arrivedMs?: number;
}

/** Keeps messages in its way. */
export type Contender = (batch: Batch) => Promise<BatchTimes>;

const payload = new Uint8Array(128).fill(120);
const subjects = Array.from({ length: subjectCount }, (_, i) => `bench.${i}`);

function subjectOf(i: number): string {
  return subjects[i % subjectCount] ?? "bench.0";
}

/** Does something to each message of a batch, burst by burst; gives the milliseconds. */
async function inBursts(
  { count, burst }: Batch,
  each: (i: number) => Promise<unknown>,
): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < count; i += burst) {
    await Promise.all(Array.from({ length: Math.min(burst, count - i) }, (_, k) => each(i + k)));
  }
  return performance.now() - start;
}

/** The ways, with files in a folder; disposing of the stack ends them. */
export async function openContenders(
  client: Client,
  folder: string,
  stack: AsyncDisposableStack,
): Promise<{ readonly [id in ContenderId]: Contender }> {
  const outbox = stack.use(await openOutbox({ client, path: `${folder}/outbox.db` }));
  const js = jetstream(client.connection);
  const insert = openPlain(`${folder}/plain.db`, stack);
  return {
    "outbox": async (batch) => {
      const start = performance.now();
      const durableMs = await inBursts(batch, (i) => outbox.publish(subjectOf(i), payload));
      await outbox.idle();
      return { durableMs, arrivedMs: performance.now() - start };
    },
    "js.publish": async (batch) => {
      const durableMs = await inBursts(batch, (i) => js.publish(subjectOf(i), payload));
      return { durableMs, arrivedMs: durableMs };
    },
    "SQLite": ({ count, burst }) => {
      const start = performance.now();
      for (let i = 0; i < count; i += burst) insert(i, Math.min(burst, count - i));
      return Promise.resolve({ durableMs: performance.now() - start });
    },
  };
}

/** A table as one would write it by hand: a transaction per burst, on disk when it returns. */
function openPlain(path: string, stack: AsyncDisposableStack) {
  const db = new DatabaseSync(path);
  stack.defer(() => db.close());
  db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  db.exec("CREATE TABLE message (seq INTEGER PRIMARY KEY, subject TEXT, payload BLOB)");
  const insert = db.prepare("INSERT INTO message (subject, payload) VALUES (?, ?)");
  return (from: number, count: number) => {
    db.exec("BEGIN");
    for (let i = from; i < from + count; i++) insert.run(subjectOf(i), payload);
    db.exec("COMMIT");
  };
}
