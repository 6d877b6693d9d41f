// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { CoreConnection } from "./core_types.ts";
import { ClientError } from "./error.ts";
import { toClientError } from "./to_client_error.ts";
import { HeldPublishes } from "./held_publishes.ts";
import { isLinked } from "./is_linked.ts";
import type { HeadersInit, Payload } from "./payload.ts";
import { headerSize, toBytes, toMsgHeaders } from "./payload.ts";
import { checkSubject } from "./subject.ts";

/** How to publish. */
export interface PublishOptions {
  /** Headers to send along. */
  readonly headers?: HeadersInit;
  /** Where answers are awaited. */
  readonly reply?: string;
}

/** Sends messages in the order they are published, over the times without a connection. */
export class Publisher {
  readonly #connection: CoreConnection;
  readonly #held: HeldPublishes;
  #maxPayload: number;

  /** Keeps up to `pendingSize` bytes while disconnected. */
  constructor(connection: CoreConnection, pendingSize: number) {
    this.#connection = connection;
    this.#held = new HeldPublishes(pendingSize);
    this.#maxPayload = connection.info?.max_payload ?? Infinity;
  }

  /** Bytes that wait for the reconnect. */
  get pendingBytes(): number {
    return this.#held.bytes;
  }

  /**
   * Sends a message, or keeps it for the reconnect.
   *
   * @throws {ClientError} `invalid-subject`, `invalid-header`, `max-payload`, `outbound-limit`
   */
  publish(subject: string, data: Payload, { headers, reply }: PublishOptions): void {
    checkSubject(subject);
    if (reply !== undefined) checkSubject(reply, "await answers on");
    const msgHeaders = headers === undefined ? undefined : toMsgHeaders(headers);
    const bytes = toBytes(data);
    const size = bytes.length + (msgHeaders === undefined ? 0 : headerSize(msgHeaders));
    this.#checkSize(subject, size);
    const rest = {
      ...(msgHeaders === undefined ? {} : { headers: msgHeaders }),
      ...(reply === undefined ? {} : { reply }),
    };
    if (!isLinked(this.#connection)) {
      this.#held.add({ subject, data: bytes, size, ...rest });
      return;
    }
    // nats-core is connected a moment before it says so: what was kept still goes first.
    for (const error of this.release()) throw error;
    try {
      this.#connection.publish(subject, bytes, rest);
    } catch (error) {
      throw toClientError(error, `publish to "${subject}"`);
    }
  }

  /**
   * Sends what was kept, if there is a connection.
   *
   * @returns the errors of messages that could not be sent
   */
  release(): readonly ClientError[] {
    if (this.#held.count === 0 || !isLinked(this.#connection)) return [];
    const failures: ClientError[] = [];
    for (const { subject, data, headers, reply } of this.#held.take()) {
      try {
        this.#connection.publish(subject, data, {
          ...(headers === undefined ? {} : { headers }),
          ...(reply === undefined ? {} : { reply }),
        });
      } catch (error) {
        // The new server may take less than the old one did.
        failures.push(toClientError(error, `publish to "${subject}"`));
      }
    }
    return failures;
  }

  /** Forgets what was kept. */
  discard(): void {
    this.#held.take();
  }

  #checkSize(subject: string, size: number): void {
    this.#maxPayload = this.#connection.info?.max_payload ?? this.#maxPayload;
    if (size <= this.#maxPayload) return;
    throw new ClientError(
      "max-payload",
      `Cannot publish ${size} bytes to "${subject}": the server takes ${this.#maxPayload}; ` +
        `send less or raise its max_payload`,
      { subject },
    );
  }
}
