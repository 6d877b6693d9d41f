// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { MsgHdrs } from "@nats-io/nats-core";
import { ClientError } from "./error.ts";

/** A message on its way out. */
export interface Outgoing {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs;
  readonly reply?: string;
  /** Bytes of payload and headers. */
  readonly size: number;
}

/**
 * The messages published while there is no connection, in order. nats-core empties its own buffer
 * at each attempt to connect, so they have to wait here.
 */
export class HeldPublishes {
  readonly #limit: number;
  #messages: Outgoing[] = [];
  #bytes = 0;

  /** Holds up to `limit` bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes of the messages held: subjects, headers and payloads. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many messages are held. */
  get count(): number {
    return this.#messages.length;
  }

  /**
   * Holds a message. Its bytes are copied, as the caller may go on using them.
   *
   * @throws {ClientError} `outbound-limit`
   */
  add(message: Outgoing): void {
    const size = cost(message);
    if (this.#bytes + size > this.#limit) {
      throw new ClientError(
        "outbound-limit",
        `Cannot publish to "${message.subject}": ${this.#bytes} bytes already wait for the ` +
          `reconnect and 'pendingSize' is ${this.#limit}; publish later or raise it`,
        { subject: message.subject },
      );
    }
    this.#bytes += size;
    this.#messages.push({ ...message, data: message.data.slice() });
  }

  /** Takes all messages out, in the order they came. */
  take(): readonly Outgoing[] {
    const taken = this.#messages;
    this.#messages = [];
    this.#bytes = 0;
    return taken;
  }
}

function cost({ subject, reply = "", size }: Outgoing): number {
  return subject.length + reply.length + size;
}
