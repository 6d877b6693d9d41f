// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What handlers and middleware are given, and give. */

import type { CoreJetStream, HeadersInit, Payload } from "../client/mod.ts";
import type { Decoded, Encodable, PayloadType } from "../codec/payload_type.ts";
import type { Logger } from "./logger.ts";
import type { ValueCache } from "./value_cache.ts";

export type { Param, Params } from "../client/subject_pattern.ts";
export type {
  Decoded,
  Encodable,
  MessageInitOf,
  MessageOf,
  MessageSchema,
  PayloadType,
} from "../codec/payload_type.ts";

/** Message headers: each name with its values in order. */
export type MessageHeaders = { readonly [name: string]: readonly string[] };

/** How a message is published. */
export interface PublishOptions<T extends PayloadType> {
  /** Default: bytes are `bytes`, a string is `text`, anything else is `json`. */
  readonly type?: T;
  /** Headers to send. */
  readonly headers?: MessageHeaders;
  /** Where an answer is to be sent. */
  readonly replyTo?: string;
}

/** How a message is given to an outbox. */
export interface AppOutboxOptions {
  /** Headers to send. */
  readonly headers?: HeadersInit;
  /** Its own id: what is given twice with one id is sent once. Default: the outbox makes one. */
  readonly id?: string;
}

/** Takes messages that must not get lost: what handlers use of an `Outbox`. */
export interface AppOutbox {
  /** Keeps a message until it has been sent; resolves when it is kept. */
  publish(subject: string, payload: Payload, options?: AppOutboxOptions): Promise<unknown>;
}

/** What a handler can use besides the message. */
export interface Context<
  Reply extends PayloadType | undefined = PayloadType,
  P = { readonly [name: string]: string },
> {
  /** The subject the message came on. */
  readonly subject: string;
  /** The values of the pattern's named tokens. */
  readonly params: P;
  /** Who sent it: the subject's first token, which credentials tie to the sender. */
  readonly caller: string;
  /** The message's headers. */
  readonly headers: MessageHeaders;
  /** Where an answer goes; undefined for a message that is no request. */
  readonly replyTo: string | undefined;
  /** The application's cache, shared by all its handlers. */
  readonly cache: ValueCache;
  /**
   * The outbox that `serve` was given.
   *
   * @throws {TypeError} where it was given none
   */
  readonly outbox: AppOutbox;
  /**
   * The JetStream client that `serve` was given, or made.
   *
   * @throws {TypeError} where there is none
   */
  readonly jetstream: CoreJetStream;
  /**
   * Aborted when the answer comes too late: the time for this message is over, or the application
   * has to end. The caller has been told so then.
   */
  readonly signal: AbortSignal;
  /** Writes to the application's log, with the subject. */
  readonly logger: Logger;
  /**
   * Sends a reply now, besides what the handler returns.
   *
   * @returns false where the message was no request
   * @throws {CodecError} `encode` where the value does not fit the type
   * @throws the signal's reason where it is aborted
   */
  reply(value: Encodable<Reply>, options?: { readonly headers?: MessageHeaders }): boolean;
  /**
   * Publishes a message.
   *
   * @throws {CodecError} `encode` where the value does not fit the type
   * @throws {ClientError} `closed` where the application has ended; what `Client.publish` throws
   */
  publish<T extends PayloadType>(
    subject: string,
    value: Encodable<T>,
    options?: PublishOptions<T>,
  ): void;
}

/** Answers a message: what it returns is the reply, where one was asked for. */
export type Handler<
  Send extends PayloadType,
  Reply extends PayloadType | undefined,
  P = { readonly [name: string]: string },
> = (
  message: Decoded<Send>,
  context: Context<Reply, P>,
) => Encodable<Reply> | void | Promise<Encodable<Reply> | void>;

/** Wraps handlers: does something before or after `next()`, or refuses by throwing. */
export type Middleware = (context: Context, next: () => Promise<void>) => Promise<void>;

/** One handler of a Router with everything that is wrapped around it. */
export interface Route {
  /** The pattern with named tokens. */
  readonly pattern: string;
  /** The payload type of messages. */
  readonly send: PayloadType;
  /** The payload type of replies; undefined where there are none. */
  readonly reply: PayloadType | undefined;
  /** Outermost first. */
  readonly middleware: readonly Middleware[];
  /** The handler, its message as `send` decodes it and its result as `reply` encodes it. */
  readonly handle: (message: unknown, context: Context) => unknown;
}
