// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Runs a Router in memory. Loaded on demand: it brings the protobuf runtime. */

import type { CoreJetStream, HeadersInit, Payload } from "../client/mod.ts";
import { readServiceError } from "../client/service_error.ts";
import { Cache } from "./cache.ts";
import { createEndpoints } from "./dispatch.ts";
import type { Endpoint } from "./endpoint.ts";
import { ServiceError } from "./error.ts";
import { lineSink } from "./logger.ts";
import { decodePayload, encodePayload } from "./payload.ts";
import type { Router } from "./router.ts";
import { matchesSubject } from "./subject.ts";
import type {
  AppOutbox,
  Decoded,
  Encodable,
  MessageHeaders,
  PayloadType,
  PublishOptions,
} from "./types.ts";
import type { ValueCache } from "./value_cache.ts";

/** What a Router is tested with. */
export interface TestOptions {
  /** The cache handlers see; give one with its own clock to test expiry. Default: a new one. */
  readonly cache?: ValueCache;
  /** The outbox handlers see. Default: what they give it waits for `next`, as what they publish. */
  readonly outbox?: AppOutbox;
  /** The JetStream client handlers see. Default: none. */
  readonly jetstream?: CoreJetStream;
  /** How long a message's handlers may take, in milliseconds. Default: no end. */
  readonly handlerTimeoutMs?: number;
}

/** A message that a handler published. */
export interface TestMessage<T extends PayloadType> {
  /** The subject it was published on. */
  readonly subject: string;
  /** The payload, decoded. */
  readonly value: Decoded<T>;
  /** Its headers. */
  readonly headers: MessageHeaders;
  /** Where an answer is asked for. */
  readonly replyTo: string | undefined;
}

/** A message that waits for `next`. */
interface Waiting {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: MessageHeaders;
  readonly replyTo: string | undefined;
}

const inbox = "_INBOX.test";

/**
 * A Router in memory: messages go straight to its handlers, and what these publish waits, first in
 * first out, for `next`.
 */
export class TestApp implements AsyncDisposable {
  readonly #endpoints: readonly Endpoint[];
  readonly #published: Waiting[] = [];
  readonly #log: string[] = [];

  /** Made by `Router.test`. */
  constructor(router: Router, options: TestOptions = {}) {
    const { cache = new Cache(), jetstream, handlerTimeoutMs = Infinity } = options;
    const publish = (subject: string, data: Payload, more: Outgoing = {}): void => {
      this.#published.push({
        subject,
        data: typeof data === "string" ? new TextEncoder().encode(data) : data,
        headers: toReceived(more.headers ?? {}),
        replyTo: more.reply,
      });
    };
    const outbox: AppOutbox = {
      publish: (...message) => Promise.resolve(publish(...message)),
    };
    this.#endpoints = createEndpoints([router], {
      publish,
      log: lineSink((line) => this.#log.push(line)),
      cache,
      outbox: options.outbox ?? outbox,
      ...jetstream !== undefined && { jetstream },
      timeoutMs: handlerTimeoutMs,
    });
  }

  /** The lines that were logged, errors among them. */
  get log(): readonly string[] {
    return this.#log;
  }

  /**
   * Sends a request and gives the first reply, when all handlers are done.
   *
   * @throws {ServiceError} where a handler failed; 503 where no handler has the subject, 504 where
   * none replied
   */
  async request<S extends PayloadType, R extends PayloadType>(
    subject: string,
    value: Encodable<S>,
    types: { readonly send: S; readonly reply: R; readonly headers?: MessageHeaders },
  ): Promise<Decoded<R>> {
    const replies: Waiting[] = [];
    const { send: type, headers = {} } = types;
    const replyTo = `${inbox}.${crypto.randomUUID()}`;
    await this.publish<S>(subject, value, { type, headers, replyTo });
    for (let index = 0; index < this.#published.length;) {
      if (this.#published[index]?.subject !== replyTo) index++;
      else replies.push(...this.#published.splice(index, 1));
    }
    const [reply] = replies;
    if (reply === undefined) throw new ServiceError(504, `no reply on ${subject}`);
    const refusal = readServiceError(reply.headers);
    if (refusal !== undefined) throw refusal;
    return decode(types.reply, reply.data);
  }

  /**
   * Sends a message; done when all handlers are.
   *
   * @throws {ServiceError} 503 where no handler has the subject
   */
  async publish<T extends PayloadType>(
    subject: string,
    value: Encodable<T>,
    options: PublishOptions<T> = {},
  ): Promise<void> {
    const { type, headers = {}, replyTo } = options;
    const data = encodePayload(type, value);
    const endpoints = this.#endpoints.filter((one) => matchesSubject(one.subject, subject));
    if (endpoints.length === 0) throw new ServiceError(503, `no handler has ${subject}`);
    const message = { subject, data, headers, reply: replyTo, at: performance.now() };
    const handled = endpoints.map((endpoint) =>
      new Promise<void>((resolve) => {
        if (endpoint.handle(message, resolve)) resolve();
      })
    );
    await Promise.all(handled);
  }

  /** Takes the oldest message that handlers published; undefined where there is none. */
  next<T extends PayloadType>(type: T): TestMessage<T> | undefined {
    const message = this.#published.shift();
    if (message === undefined) return undefined;
    const { subject, headers, replyTo } = message;
    return { subject, headers, replyTo, value: decode(type, message.data) };
  }

  /** How many messages wait for `next`. */
  get pending(): number {
    return this.#published.length;
  }

  /** Ends it: handlers that are at work see their signals aborted. */
  [Symbol.asyncDispose](): Promise<void> {
    const reason = new ServiceError(503, "the application has ended");
    for (const endpoint of this.#endpoints) endpoint.endCalls(reason);
    return Promise.resolve();
  }
}

/** How a handler publishes. */
interface Outgoing {
  readonly headers?: HeadersInit;
  readonly reply?: string;
}

function toReceived(headers: HeadersInit): MessageHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === "string" ? [value] : value,
    ]),
  );
}

function decode<T extends PayloadType>(type: T, data: Uint8Array): Decoded<T> {
  // decodePayload gives what the type says; a switch over values cannot show that of a type.
  return decodePayload(type, data) as Decoded<T>;
}
