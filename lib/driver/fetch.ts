// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { jetstreamManager } from "@nats-io/jetstream";
import type { Client, Message, Subscription } from "../client/mod.ts";
import { ClientError } from "../client/mod.ts";
import { DriverError } from "./error.ts";
import type { Perform } from "./session.ts";
import { abortable } from "./session.ts";
import type { StoredMessage } from "./types.ts";
import { toWireMessage } from "./wire_message.ts";

const answers = { ack: "+ACK", nak: "-NAK", term: "+TERM" } as const;

/** How much longer than the pull itself the server's word of its end may take, in milliseconds. */
const graceMs = 500;
/** How long the server may take to confirm an acknowledgement, in milliseconds. */
const ackTimeoutMs = 5000;

/**
 * Pulls messages. A pull of its own: those of the JetStream package last a second at least, and
 * what the server sends after a shorter wait would be lost to the next fetch.
 */
export const fetch: Perform<"js.fetch"> = async (session, params, signal) => {
  const { stream, consumer, count, timeoutMs, ack } = params;
  const client = session.client();
  const manager = await jetstreamManager(client.connection, { checkAPI: false });
  const { config } = await abortable(manager.consumers.info(stream, consumer), signal);
  if (config.deliver_subject !== undefined) {
    throw new DriverError(`"${stream}/${consumer}" is a push consumer; fetch from a pull consumer`);
  }
  const inbox = client.inbox();
  await using subscription = client.subscribe(inbox);
  const pull = timeoutMs > 0
    ? { batch: count, expires: Math.round(timeoutMs * 1e6) }
    : { batch: count, no_wait: true };
  const subject = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`;
  client.publish(subject, JSON.stringify(pull), { reply: inbox });
  const messages = await collect(subscription, { count, timeoutMs: timeoutMs + graceMs, signal });
  // A consumer that wants no acknowledgements has nobody who takes them.
  if (ack !== "none" && config.ack_policy !== "none") {
    await Promise.all(messages.map((message) => answer(client, message, answers[ack], signal)));
  }
  return messages.map(toStoredMessage);
};

interface Limits {
  readonly count: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Takes messages until there are enough or the server says that the pull has ended. */
async function collect(subscription: Subscription, limits: Limits): Promise<readonly Message[]> {
  const { count, timeoutMs, signal } = limits;
  const deadline = performance.now() + timeoutMs;
  const messages: Message[] = [];
  while (messages.length < count) {
    const left = Math.max(1, deadline - performance.now());
    const message = await nextOrNothing(subscription, left, signal);
    if (message === undefined) break;
    if (message.status === undefined) messages.push(message);
    else if (isEnd(message.status)) break;
  }
  return messages;
}

async function nextOrNothing(
  subscription: Subscription,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Message | undefined> {
  try {
    return await subscription.next({ timeoutMs, signal });
  } catch (error) {
    if (error instanceof ClientError && error.code === "timeout") return undefined;
    throw error;
  }
}

/**
 * Whether a status ends a pull as it should; other ends are errors.
 *
 * @throws {DriverError}
 */
function isEnd({ code, description }: { code: number; description: string }): boolean {
  if (code === 100) return false;
  if (code === 404 || code === 408) return true;
  const message = `The server ended the pull: ${code} ${description}`;
  if (code === 503) throw new DriverError(message, { code: "no-responders" });
  if (/consumer deleted/i.test(description)) {
    throw new DriverError(message, { code: "consumer-not-found" });
  }
  throw new DriverError(message);
}

/** Acknowledges a message, and waits for the server's word that it knows. */
async function answer(
  client: Client,
  message: Message,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  if (message.reply === undefined) return;
  await client.request(message.reply, text, { timeoutMs: ackTimeoutMs, signal });
}

function toStoredMessage(message: Message): StoredMessage {
  const { reply, ...wire } = toWireMessage(message);
  return { ...wire, seq: streamSequence(reply ?? "") };
}

/**
 * The sequence in a message's acknowledgement subject:
 * `$JS.ACK.STREAM.CONSUMER.DELIVERIES.SEQUENCE.…`, or with domain and account after `ACK`.
 */
function streamSequence(subject: string): number {
  const tokens = subject.split(".");
  const seq = Number(tokens[tokens.length > 9 ? 7 : 5]);
  if (tokens[1] === "ACK" && Number.isSafeInteger(seq)) return seq;
  throw new DriverError(`The server delivered a message without its sequence: "${subject}"`);
}
