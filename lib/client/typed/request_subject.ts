// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Codec } from "../../codec/codec.ts";
import { codecOf } from "../../codec/codec_of.ts";
import { onSubject } from "../../codec/on_subject.ts";
import type { Decoded, Encodable, PayloadType } from "../../codec/payload_type.ts";
import type { RequestOptions } from "../ask.ts";
import type { Client } from "../client.ts";
import type { Message } from "../message.ts";
import {
  readServiceError,
  ServiceError,
  serviceErrorHeaders,
  toServiceError,
} from "../service_error.ts";
import type { Params } from "../subject_pattern.ts";
import type { SubscribeOptions } from "../subscribe_options.ts";
import type { Subscription } from "../subscription.ts";
import type { TypedMessage } from "./typed_message.ts";
import { TypedSubject } from "./typed_subject.ts";

/** What a handler may give as the answer. */
export type AnswerOf<Reply extends PayloadType> = Encodable<Reply> | Promise<Encodable<Reply>>;

/** Answers a request. A `ServiceError` it throws is told to the caller. */
export type RequestHandler<
  Pattern extends string,
  Send extends PayloadType,
  Reply extends PayloadType,
> = (
  value: Decoded<Send>,
  message: TypedMessage<Decoded<Send>, Params<Pattern>>,
) => AnswerOf<Reply>;

/** How to serve: the queue group, how many requests at a time, who hears of failures. */
export type TypedServeOptions = Omit<SubscribeOptions, "callback">;

/** A subject for requests, and their answers; made by `subject(pattern, { send, reply })`. */
export class RequestSubject<
  Pattern extends string,
  Send extends PayloadType,
  Reply extends PayloadType,
> extends TypedSubject<Pattern, Send> {
  readonly #types: { readonly send: Send; readonly reply: Reply };
  readonly #codec: Codec<Decoded<Reply>, Encodable<Reply>>;

  /** Checks the pattern. */
  constructor(pattern: Pattern, types: { readonly send: Send; readonly reply: Reply }) {
    super(pattern, types);
    this.#types = types;
    this.#codec = codecOf(types.reply);
  }

  /**
   * The subject with values for its named tokens: `echo.at({ user: "joe" })` is `joe.echo`.
   *
   * @throws {TypeError} where a value is missing, or is no token of a subject
   */
  override at(params: Params<Pattern>): RequestSubject<string, Send, Reply> {
    return new RequestSubject(this.fill(params), this.#types);
  }

  /**
   * Requests one answer. See `Client.request`.
   *
   * @throws {ServiceError} what the handler answered instead
   * @throws {CodecError} `encode` where the value does not fit its type, `decode` where the answer
   * is not of its own
   * @throws {ClientError} `invalid-subject` where named tokens have no values; what
   * `Client.request` throws
   */
  async request(
    client: Client,
    value: Encodable<Send>,
    options: RequestOptions = {},
  ): Promise<Decoded<Reply>> {
    const subject = this.filled("request");
    return this.decodeReply(await client.request(subject, this.encode(value), options));
  }

  /**
   * The value of an answer, such as of those that `Client.requestMany` gives.
   *
   * @throws {ServiceError} where the answer is an error
   * @throws {CodecError} `decode` where its payload is not of the type
   */
  decodeReply(reply: Pick<Message, "data" | "headers">): Decoded<Reply> {
    const refusal = readServiceError(reply.headers);
    if (refusal !== undefined) throw refusal;
    return onSubject(this, () => this.#codec.decode(reply.data));
  }

  /**
   * Answers requests. What goes wrong is told to the caller, as a Router does: a `ServiceError` by
   * its code and message, an undecodable payload as 400, anything else as 500 `internal error`.
   * All but a `ServiceError` goes to `onError` too (by default an `error` status of the client).
   * Messages that are no requests are handled as well, without an answer.
   *
   * @throws {ClientError} what `Client.subscribe` throws
   */
  serve(
    client: Client,
    handler: RequestHandler<Pattern, Send, Reply>,
    options: TypedServeOptions = {},
  ): Subscription {
    const callback = async (raw: Message): Promise<void> => {
      try {
        const message = this.read(raw);
        const answer = await handler(message.value, message);
        const data = onSubject(this, () => this.#codec.encode(answer));
        if (raw.reply !== undefined) raw.respond(data);
      } catch (error) {
        refuse(raw, error);
        if (!(error instanceof ServiceError)) throw error;
      }
    };
    return client.subscribe(this.subject, { ...options, callback });
  }
}

/** Tells the caller of an error. */
function refuse(request: Message, error: unknown): void {
  if (request.reply === undefined) return;
  try {
    request.respond("", { headers: serviceErrorHeaders(toServiceError(error)) });
  } catch (failure) {
    throw new AggregateError([error, failure], "cannot answer, nor tell the caller why");
  }
}
