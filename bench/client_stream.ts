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

/** Makes the stream that a row needs, if it needs one. It is gone when the result is disposed of. */
export async function makeStream(
  connection: RawConnection,
  { row, size }: Pick<Task, "row" | "size">,
): Promise<AsyncDisposable> {
  const stream = streamOf(row);
  if (stream === undefined) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const { name, subject } = stream;
  await call(connection, `STREAM.CREATE.${name}`, {
    name,
    subjects: [subject],
    storage: "memory",
    retention: "limits",
    num_replicas: 1,
    ...limits,
  });
  if (stream === filledStream) await fill(connection, size);
  return {
    [Symbol.asyncDispose]: async () => {
      await call(connection, `STREAM.DELETE.${name}`, undefined);
    },
  };
}

function streamOf(row: RowId): typeof filledStream | typeof publishStream | undefined {
  if (row === "js-consume") return filledStream;
  return row === "js-publish" || row === "js-publish-256" ? publishStream : undefined;
}

async function fill(connection: RawConnection, size: number): Promise<void> {
  const { name, subject } = filledStream;
  const data = new Uint8Array(size).fill(0x78);
  const count = filledCount(size);
  for (let left = count; left > 0; left -= burstOf(size)) {
    for (let i = Math.min(left, burstOf(size)); i > 0; i--) connection.publish(subject, data);
    // The stream stores in its own time: its answer to a question comes after what it has stored.
    await call(connection, `STREAM.INFO.${name}`, undefined);
  }
  const end = performance.now() + 10_000;
  let stored: number;
  do {
    const { state } = await call(connection, `STREAM.INFO.${name}`, undefined);
    stored = state?.messages ?? 0;
    if (performance.now() > end) throw new Error(`The stream has ${stored} of ${count} messages`);
  } while (stored < count);
}

/** What is read of an answer of the JetStream API. */
interface ApiAnswer {
  readonly error?: { readonly description: string };
  readonly state?: { readonly messages: number };
}

async function call(
  connection: RawConnection,
  path: string,
  body: object | undefined,
): Promise<ApiAnswer> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const { data } = await connection.request(`$JS.API.${path}`, new TextEncoder().encode(text));
  const answer: ApiAnswer = JSON.parse(new TextDecoder().decode(data));
  if (answer.error !== undefined) throw new Error(`${path}: ${answer.error.description}`);
  return answer;
}
