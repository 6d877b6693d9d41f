// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { PublishOptions as CorePublishOptions } from "@nats-io/nats-core";
import { isPayload, unfitLimits, unfitPayload } from "./call_check.ts";
import { closedError } from "./error.ts";
import { toClientError } from "./to_client_error.ts";
import type { Outbound } from "./outbound.ts";
import type { HeadersInit, Payload } from "./payload.ts";
import { toMsgHeaders } from "./payload.ts";
import { checkSubject } from "./subject.ts";
import type { WaitOptions } from "./wait.ts";
import { within } from "./wait.ts";

/** How to publish. */
export interface PublishOptions {
  /** Headers to send along. */
  readonly headers?: HeadersInit;
  /** Where answers are awaited. */
  readonly reply?: string;
}

/** How to publish when there is room. */
export interface PublishWhenReadyOptions extends PublishOptions, WaitOptions {}

const none: CorePublishOptions = {};

/** A message that waits for room. */
interface Waiting {
  readonly publish: () => void;
  readonly size: number;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What a publisher needs of its client. */
export interface PublisherHost {
  readonly outbound: Outbound;
  /** Bytes that may wait before `publishWhenReady` does. */
  readonly highWater: number;
  /** A PING/PONG round trip, after a reconnect if there is no connection. */
  readonly roundTrip: (options: WaitOptions) => Promise<void>;
}

/** Publishes: at once, or when the bytes that wait have become few enough. */
export class Publisher {
  readonly #host: PublisherHost;
  #waiting = new Set<Waiting>();
  /** Bytes given to a transport that does not tell what has become of them. */
  #untold = 0;

  /** Publishes on a connection. */
  constructor(host: PublisherHost) {
    this.#host = host;
    host.outbound.onRoom = () => this.#admit();
  }

  /**
   * Sends a message, or keeps it for the reconnect.
   *
   * @throws {ClientError} `invalid-subject`, `invalid-header`, `max-payload`, `outbound-limit`
   */
  publish(subject: string, data: Payload, options: PublishOptions): void {
    if (options.reply !== undefined) checkSubject(options.reply, "await answers on");
    this.publishFrom(subject, data, options);
  }

  /** As `publish`, with a reply subject of the client's own making. */
  publishFrom(subject: string, data: Payload, { headers, reply }: PublishOptions): void {
    checkSubject(subject);
    try {
      this.#host.outbound.publish(subject, data, coreOptions(headers, reply));
    } catch (error) {
      throw toClientError(error, `publish to "${subject}"`, subject);
    }
  }

  /**
   * Publishes as soon as few enough bytes wait, in the order of the calls.
   *
   * @throws {ClientError} what `publish` throws, `timeout`, `closed`
   */
  async publishWhenReady(
    subject: string,
    data: Payload,
    options: PublishWhenReadyOptions,
  ): Promise<void> {
    const unfit = unfitLimits(options, "publish");
    if (unfit !== undefined) throw unfit;
    options.signal?.throwIfAborted();
    checkSubject(subject);
    if (!isPayload(data)) throw unfitPayload(subject, data);
    const publish = () => this.publish(subject, data, options);
    const size = subject.length + data.length;
    if (this.#waiting.size === 0 && this.#hasRoom(size)) publish();
    else await this.#wait({ publish, size }, options);
    if (this.#host.outbound.paced) return;
    this.#untold += size;
    if (this.#untold <= this.#host.highWater) return;
    await this.#host.roundTrip(options);
    this.#untold = 0;
  }

  /** Resolves when nobody waits for room any more. */
  async settled(): Promise<void> {
    while (this.#waiting.size > 0) {
      await Promise.allSettled([...this.#waiting].map(({ done }) => done));
    }
  }

  /** Ends the waits: the connection is closed. */
  close(): void {
    for (const { reject } of this.#waiting) reject(closedError("publish"));
    this.#waiting.clear();
    this.#host.outbound.onRoom = undefined;
  }

  async #wait(
    { publish, size }: Pick<Waiting, "publish" | "size">,
    options: WaitOptions,
  ): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { publish, size, done: promise, resolve, reject };
    this.#waiting.add(waiting);
    try {
      await within(promise, options, "room to publish");
    } finally {
      this.#waiting.delete(waiting);
    }
  }

  #hasRoom(size: number): boolean {
    const { outbound, highWater } = this.#host;
    return outbound.bytes === 0 || outbound.bytes + size <= highWater;
  }

  #admit(): void {
    for (const waiting of this.#waiting) {
      if (!this.#hasRoom(waiting.size)) return;
      this.#waiting.delete(waiting);
      try {
        waiting.publish();
        waiting.resolve();
      } catch (error) {
        waiting.reject(error);
      }
    }
  }
}

function coreOptions(
  headers: HeadersInit | undefined,
  reply: string | undefined,
): CorePublishOptions {
  if (headers === undefined) return reply === undefined ? none : { reply };
  const made = toMsgHeaders(headers);
  return reply === undefined ? { headers: made } : { headers: made, reply };
}
