// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { CoreJetStream } from "../jetstream.ts";
import { publishToStream } from "../jetstream.ts";
import { toMsgHeaders } from "../payload.ts";
import type { Delivery } from "./delivery.ts";

/** Where dead letters go, and of whom. */
export interface DeadLetterBox {
  /** nats.js's JetStream. */
  readonly js: CoreJetStream;
  /** The consumer whose messages they are. */
  readonly consumer: string;
  /** The subject. */
  readonly subject: string;
}

/**
 * Stores a message as a dead letter: its payload and headers, and why it is one. Headers that
 * JetStream itself obeys are left out; the message's id becomes `Dead-Letter-Msg-Id`.
 *
 * @throws {ClientError} where no stream has acknowledged it
 */
export async function storeDeadLetter(
  { js, consumer, subject }: DeadLetterBox,
  { message, info }: Delivery,
  reason: string,
): Promise<void> {
  const { stream, sequence, deliveries, storedAt } = info;
  const present = Object.entries(message.headers ?? {});
  const kept = present.filter(([name]) => !/^nats-/i.test(name));
  const id = present.find(([name]) => /^nats-msg-id$/i.test(name))?.[1];
  const headers = toMsgHeaders({
    ...Object.fromEntries(kept),
    "Dead-Letter-Stream": stream,
    "Dead-Letter-Consumer": consumer,
    "Dead-Letter-Sequence": `${sequence}`,
    "Dead-Letter-Subject": message.subject,
    "Dead-Letter-Deliveries": `${deliveries}`,
    "Dead-Letter-Time": storedAt.toISOString(),
    "Dead-Letter-Reason": oneLine(reason),
    ...(id !== undefined && { "Dead-Letter-Msg-Id": id }),
  });
  // Stored once, should the message come again as its end got lost.
  const msgID = `${stream}.${consumer}.${sequence}`;
  await publishToStream(js, subject, message.data, { headers, msgID });
}

/** The most letters of a reason. */
const longestReason = 1000;

/** A text that a header can carry. */
export function oneLine(text: string): string {
  return text.slice(0, longestReason).replace(/[\r\n\0]+/g, " ");
}
