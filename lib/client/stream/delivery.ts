// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Message } from "../message.ts";

/** What a message's acknowledgement subject tells of it. */
export interface DeliveryInfo {
  /** The stream that stores it. */
  readonly stream: string;
  /** Its number in the stream. */
  readonly sequence: number;
  /** How often it has been delivered, this time included. */
  readonly deliveries: number;
  /** When it was stored. */
  readonly storedAt: Date;
  /** Messages that the consumer has not delivered yet. */
  readonly pending: number;
}

/** A message that was pulled and has no verdict yet. */
export class Delivery {
  /** The message. */
  readonly message: Message;
  /** What its first delivery to this process told. */
  readonly info: DeliveryInfo;
  readonly #settled = Promise.withResolvers<void>();
  #ackSubject: string;

  /** Takes what `readDelivery` found. */
  constructor(message: Message, info: DeliveryInfo) {
    this.message = message;
    this.info = info;
    this.#ackSubject = message.reply ?? "";
  }

  /** Where the verdict is awaited. */
  get ackSubject(): string {
    return this.#ackSubject;
  }

  /** Resolves when this process has done with it. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** The server has delivered it once more, as it knows nothing of the one that is held. */
  renew(again: Message): void {
    this.#ackSubject = again.reply ?? this.#ackSubject;
  }

  /** This process has done with it. */
  settle(): void {
    this.#settled.resolve();
  }
}

/**
 * What a pulled message tells of its delivery; undefined for what is none. The subject is
 * `$JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.<consumer sequence>.<time>.<pending>`, on newer
 * servers with domain and account before the stream.
 */
export function readDelivery({ reply = "" }: Message): DeliveryInfo | undefined {
  const tokens = reply.split(".");
  if (tokens[0] !== "$JS" || tokens[1] !== "ACK" || tokens.length < 9) return undefined;
  const [stream = "", , deliveries, sequence, , time, pending] = tokens.slice(
    tokens.length === 9 ? 2 : 4,
  );
  return {
    stream,
    sequence: Number(sequence),
    deliveries: Number(deliveries),
    storedAt: new Date(Number(time) / 1e6),
    pending: Number(pending),
  };
}
