// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Runs a Router in memory. Loaded on demand: it brings the protobuf runtime. */

import { readServiceError } from "../client/service_error.ts";
import { Cache } from "./cache.ts";
import { type AppMessage, createEndpoints, type Endpoint } from "./dispatch.ts";
import { ServiceError } from "./error.ts";
import { decodePayload, encodePayload } from "./payload.ts";
import type { Router } from "./router.ts";
import { matchesSubject } from "./subject.ts";
import type { Decoded, Encodable, MessageHeaders, PayloadType, PublishOptions } from "./types.ts";
import type { ValueCache } from "./value_cache.ts";

/** What a Router is tested with. */
export interface TestOptions {
  /** The cache handlers see; give one with its own clock to test expiry. Default: a new one. */
  readonly cache?: ValueCache;
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

const inbox = "_INBOX.test";

/**
 * A Router in memory: messages go straight to its handlers, and what these publish waits, first in
 * first out, for `next`.
 */
export class TestApp implements AsyncDisposable {
  readonly #controller = new AbortController();
  readonly #endpoints: readonly Endpoint[];
  readonly #published: AppMessage[] = [];
  readonly #log: string[] = [];

  /** Made by `Router.test`. */
  constructor(
    router: Router,
    options: TestOptions = {},
  ) {
    this.#endpoints = createEndpoints(router, {
      publish: (message) => this.#published.push(message),
      log: (text) => this.#log.push(text),
      cache: options.cache ?? new Cache(),
      signal: this.#controller.signal,
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
    const replies: AppMessage[] = [];
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
    const message = { subject, data, headers, ...(replyTo === undefined ? {} : { replyTo }) };
    await Promise.all(endpoints.map((endpoint) => endpoint.handle(message)));
  }

  /** Takes the oldest message that handlers published; undefined where there is none. */
  next<T extends PayloadType>(type: T): TestMessage<T> | undefined {
    const message = this.#published.shift();
    if (message === undefined) return undefined;
    const { subject, headers, replyTo } = message;
    return { subject, headers, replyTo, value: decode(type, message.data) };
  }

  /** Ends it: handlers see their signal aborted. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#controller.abort();
    return Promise.resolve();
  }
}

function decode<T extends PayloadType>(type: T, data: Uint8Array): Decoded<T> {
  // decodePayload gives what the type says; a switch over values cannot show that of a type.
  return decodePayload(type, data) as Decoded<T>;
}
