// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The streams that contenders work on, in memory, made through the JetStream API itself. @module */

import type { RawConnection } from "./client_raw.ts";
import {
  burstOf,
  filledCount,
  filledStream,
  publishStream,
  type RowId,
  type Task,
} from "./client_row.ts";

/** What a stream keeps: enough for what is consumed, and little enough for any machine. */
const limits = { max_msgs: 100_000, max_bytes: 64 * 1024 * 1024, discard: "old" } as const;

/** How long a stream may take to store what was published, in milliseconds. */
const patienceMs = 10_000;

/** Makes the stream that a row needs, if it needs one. */
export async function makeStream(
  connection: RawConnection,
  { row, size }: Pick<Task, "row" | "size">,
): Promise<void> {
  const stream = streamOf(row);
  if (stream === undefined) return;
  const { name, subject } = stream;
  const config = { name, subjects: [subject], storage: "memory", retention: "limits", ...limits };
  await call(connection, `STREAM.CREATE.${name}`, config);
  if (stream === filledStream) await fill(connection, size);
}

/** Removes it again. */
export async function removeStream(connection: RawConnection, row: RowId): Promise<void> {
  const stream = streamOf(row);
  if (stream !== undefined) await call(connection, `STREAM.DELETE.${stream.name}`);
}

function streamOf(row: RowId): typeof filledStream | typeof publishStream | undefined {
  if (row === "js-consume") return filledStream;
  return row === "js-publish" || row === "js-publish-256" ? publishStream : undefined;
}

async function fill(connection: RawConnection, size: number): Promise<void> {
  const { name, subject } = filledStream;
  const data = new Uint8Array(size).fill(0x78);
  const count = filledCount(size);
  for (let sent = 0; sent < count;) {
    const end = Math.min(count, sent + burstOf(size));
    for (; sent < end; sent++) connection.publish(subject, data);
    await stored(connection, name, sent);
  }
}

/** Resolves when a stream has so many messages: it stores them in its own time. */
async function stored(connection: RawConnection, name: string, count: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const { state } = await call(connection, `STREAM.INFO.${name}`);
    if (state?.messages === count) return;
  }
  throw new Error(`The stream ${name} has not stored ${count} messages in ${patienceMs} ms`);
}

/** What is read of an answer of the JetStream API. */
interface ApiAnswer {
  readonly error?: { readonly description: string };
  readonly state?: { readonly messages: number };
}

async function call(connection: RawConnection, path: string, body?: object): Promise<ApiAnswer> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const { data } = await connection.request(`$JS.API.${path}`, new TextEncoder().encode(text));
  const answer: ApiAnswer = JSON.parse(new TextDecoder().decode(data));
  if (answer.error !== undefined) throw new Error(`${path}: ${answer.error.description}`);
  return answer;
}
