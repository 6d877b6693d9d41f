// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** How a row leaves: to a stream, or to core NATS. @module */

import type { Client } from "../client/mod.ts";
import { ClientError } from "../client/mod.ts";
import type { OutboxRow } from "./store.ts";

/** What has become of a row that was sent. */
export type Delivery =
  /** It is where it should be; `stream` has it. */
  | { readonly kind: "stored"; readonly stream?: string; readonly duplicate: boolean }
  /** Its receiver does not want it, as it is. */
  | { readonly kind: "refused"; readonly error: ClientError };

/** Sends a row; what it throws may be over at another try. */
export type Deliver = (row: OutboxRow, limits: DeliverLimits) => Promise<Delivery>;

/** How long to wait for the acknowledgement. */
export interface DeliverLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The server's own limits and the message itself are at odds: the same at each try. */
const faults: ReadonlySet<string> = new Set([
  ...["max-payload", "invalid-subject", "invalid-header", "invalid-option"],
]);

/** Publishes to a stream, with the row's id as `Nats-Msg-Id`, and waits for its acknowledgement. */
export function deliverToStream(client: Client): Deliver {
  return async ({ subject, id, headers, payload }, limits) => {
    try {
      const reply = await client.request(subject, payload, {
        headers: { ...headers, "Nats-Msg-Id": id },
        ...limits,
      });
      return readAck(reply.json(), subject);
    } catch (error) {
      return refusalOr(error);
    }
  };
}

/** Publishes to whoever is subscribed, and waits until the server has it (PING/PONG). */
export function deliverToCore(client: Client): Deliver {
  let flush: Promise<void> | undefined;
  return async ({ subject, id, headers, payload }, limits) => {
    try {
      client.publish(subject, payload, { headers: { ...headers, "Nats-Msg-Id": id } });
    } catch (error) {
      return refusalOr(error);
    }
    // One flush for what is published in a turn.
    flush ??= Promise.resolve().then(() => {
      flush = undefined;
      return client.flush(limits);
    });
    await flush;
    return { kind: "stored", duplicate: false };
  };
}

/** What a stream answers to a publish. */
interface Ack {
  readonly stream?: unknown;
  readonly seq?: unknown;
  readonly duplicate?: unknown;
  readonly error?: {
    readonly code?: unknown;
    readonly err_code?: unknown;
    readonly description?: unknown;
  };
}

/**
 * Reads a stream's answer. Refusals of the kind 4xx are definite, but for 408 and 429; what a server
 * cannot do (5xx: no leader, no resources, the stream is full) it may be able to do later.
 */
export function readAck(answer: unknown, subject: string): Delivery {
  const ack: Ack = typeof answer === "object" && answer !== null ? answer : {};
  if (ack.error !== undefined) {
    const { code, err_code, description } = ack.error;
    const text = `Cannot publish to "${subject}": ${description} (JetStream error ${err_code})`;
    const error = new ClientError(`js:${Number(err_code)}`, text, { subject });
    const status = Number(code);
    if (status < 400 || status >= 500 || status === 408 || status === 429) throw error;
    return { kind: "refused", error };
  }
  if (typeof ack.stream !== "string" || typeof ack.seq !== "number") {
    const text = `Cannot publish to "${subject}": the answer is not a stream's; somebody else ` +
      "answers on this subject";
    throw new ClientError("protocol", text, { subject });
  }
  return { kind: "stored", stream: ack.stream, duplicate: ack.duplicate === true };
}

function refusalOr(error: unknown): Delivery {
  if (error instanceof ClientError && faults.has(error.code)) return { kind: "refused", error };
  throw error;
}
