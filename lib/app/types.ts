// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What handlers and middleware are given, and give. */

import type * as protobuf from "@bufbuild/protobuf";
import type { Json } from "../codec/types.ts";
import type { Cache } from "./cache.ts";

// `deno doc --lint` wants types of other packages to be public: it takes an alias of a namespace
// import for that, but a generic one only where it is marked as internal.

/** The schema of a protobuf message, as protoc-gen-es generates it. */
export type MessageSchema = protobuf.DescMessage;

/**
 * A message of a schema.
 *
 * @internal
 */
export type MessageOf<S extends MessageSchema> = protobuf.MessageShape<S>;

/**
 * What a message of a schema can be made of: some of its fields.
 *
 * @internal
 */
export type MessageInitOf<S extends MessageSchema> = protobuf.MessageInitShape<S>;

/** How a payload is written: JSON, text, bytes, or a protobuf message by its schema. */
export type PayloadType = "json" | "text" | "bytes" | MessageSchema;

/** What a payload is when it has been decoded. */
export type Decoded<T extends PayloadType | undefined> = T extends "json" ? Json
  : T extends "text" ? string
  : T extends "bytes" ? Uint8Array
  : T extends MessageSchema ? MessageOf<T>
  : never;

/** What can be encoded as a payload: for messages also plain objects with some of the fields. */
export type Encodable<T extends PayloadType | undefined> = T extends "json" ? Json
  : T extends "text" ? string
  : T extends "bytes" ? Uint8Array
  : T extends MessageSchema ? MessageInitOf<T>
  : never;

/** The names of a pattern's named tokens, as an object of their values. */
export type Params<Pattern extends string> = string extends Pattern ? { [name: string]: string }
  : Pattern extends `${infer Token}.${infer Rest}` ? Param<Token> & Params<Rest>
  : Param<Pattern>;

/** The value of one named token. */
export type Param<Token extends string> = Token extends `:${infer Name}`
  ? { readonly [name in Name]: string }
  // Nothing to know of: an object without keys that intersects with others.
  : Record<never, string>;

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
  readonly cache: Cache;
  /** Aborted when the application has to end before the handler has. */
  readonly signal: AbortSignal;
  /**
   * Sends a reply now, besides what the handler returns.
   *
   * @returns false where the message was no request
   */
  reply(value: Encodable<Reply>, options?: { readonly headers?: MessageHeaders }): boolean;
  /**
   * Publishes a message.
   *
   * @throws {CodecError} `encode` where the value does not fit the type
   */
  publish<T extends PayloadType>(
    subject: string,
    value: Encodable<T>,
    options?: PublishOptions<T>,
  ): void;
  /** Writes a line to the application's log. */
  log(text: string): void;
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
