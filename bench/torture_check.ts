// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the stream of `deno task torture` holds, and what is wrong with it. @module */

import { jetstream } from "@nats-io/jetstream";
import type { Client } from "../lib/client/mod.ts";

/** A number that the stream holds. */
export interface StoredNumber {
  readonly subject: string;
  readonly number: number;
}

/** The numbers of a stream, in its order. */
export async function readNumbers(
  client: Client,
  stream: string,
): Promise<readonly StoredNumber[]> {
  const consumer = await jetstream(client.connection).consumers.get(stream);
  const { num_pending } = await consumer.info();
  const found: StoredNumber[] = [];
  if (num_pending === 0) return found;
  const messages = await consumer.consume({ max_messages: 5000 });
  for await (const message of messages) {
    found.push({ subject: message.subject, number: Number(message.string()) });
    if (message.info.pending === 0) break;
  }
  await messages.close();
  return found;
}

/** Faults are told up to this many. */
const mostFaults = 20;

/** What is wrong: numbers from 0 that are missing, there twice, or out of their subject's order. */
export function findFaults(
  stored: readonly StoredNumber[],
  messages: number,
): readonly string[] {
  const faults: string[] = [];
  const seen = new Set<number>();
  const last = new Map<string, number>();
  for (const { subject, number } of stored) {
    if (seen.has(number)) faults.push(`${number} is stored twice`);
    seen.add(number);
    const before = last.get(subject) ?? -1;
    if (number < before) faults.push(`${number} comes behind ${before} on ${subject}`);
    last.set(subject, number);
  }
  for (let number = 0; number < messages; number++) {
    if (!seen.has(number)) faults.push(`${number} is missing`);
  }
  return faults.slice(0, mostFaults);
}
