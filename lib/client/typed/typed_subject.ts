// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Codec } from "../../codec/codec.ts";
import { codecOf } from "../../codec/codec_of.ts";
import { onSubject } from "../../codec/on_subject.ts";
import type { Decoded, Encodable, PayloadType } from "../../codec/payload_type.ts";
import type { Client } from "../client.ts";
import { ClientError } from "../error.ts";
import type { CoreMessage } from "../core_types.ts";
import type { Message } from "../message.ts";
import type { PublishOptions, PublishWhenReadyOptions } from "../publisher.ts";
import type { Params, SubjectPattern } from "../subject_pattern.ts";
import { fillPattern, parsePattern, readParams } from "../subject_pattern.ts";
import type { TypedMessage } from "./typed_message.ts";
import type { TypedSubscribeOptions } from "./typed_subscription.ts";
import { TypedSubscription } from "./typed_subscription.ts";

/** A subject whose messages are of one type; made by `subject(pattern, { send })`. */
export class TypedSubject<Pattern extends string, Send extends PayloadType> {
  /** The pattern with its named tokens: `:user.echo`. */
  readonly pattern: Pattern;
  readonly #send: Send;
  readonly #codec: Codec<Decoded<Send>, Encodable<Send>>;
  readonly #parsed: SubjectPattern;

  /** Checks the pattern. */
  constructor(pattern: Pattern, types: { readonly send: Send }) {
    this.pattern = pattern;
    this.#parsed = parsePattern(pattern);
    this.#send = types.send;
    this.#codec = codecOf(types.send);
  }

  /** As NATS has it: `*.echo`. */
  get subject(): string {
    return this.#parsed.subject;
  }

  /**
   * The subject with values for its named tokens: `echo.at({ user: "joe" })` is `joe.echo`.
   *
   * @throws {TypeError} where a value is missing, or is no token of a subject
   */
  at(params: Params<Pattern>): TypedSubject<string, Send> {
    return new TypedSubject(this.fill(params), { send: this.#send });
  }

  /**
   * The payload of a value, such as for `js.publish(orders.subject, orders.encode(order))`.
   *
   * @throws {CodecError} `encode` where it does not fit the type
   */
  encode(value: Encodable<Send>): Uint8Array {
    return onSubject(this, () => this.#codec.encode(value));
  }

  /**
   * The value of a message's payload, from whatever delivered it.
   *
   * @throws {CodecError} `decode` where it is not of the type
   */
  decode(message: Pick<CoreMessage, "subject" | "data">): Decoded<Send> {
    return onSubject(message, () => this.#codec.decode(message.data));
  }

  /**
   * Publishes a value. See `Client.publish`.
   *
   * @throws {CodecError} `encode` where it does not fit the type
   * @throws {ClientError} `invalid-subject` where named tokens have no values; what
   * `Client.publish` throws
   */
  publish(client: Client, value: Encodable<Send>, options: PublishOptions = {}): void {
    client.publish(this.filled("publish to"), this.encode(value), options);
  }

  /**
   * Publishes a value as soon as there is room. See `Client.publishWhenReady`.
   *
   * @throws {CodecError} `encode` where it does not fit the type
   * @throws {ClientError} `invalid-subject` where named tokens have no values; what
   * `Client.publishWhenReady` throws
   */
  async publishWhenReady(
    client: Client,
    value: Encodable<Send>,
    options: PublishWhenReadyOptions = {},
  ): Promise<void> {
    await client.publishWhenReady(this.filled("publish to"), this.encode(value), options);
  }

  /**
   * Subscribes. See `Client.subscribe`, and {@linkcode TypedSubscription} for payloads that cannot
   * be decoded.
   *
   * @throws {ClientError} what `Client.subscribe` throws
   */
  subscribe(
    client: Client,
    options: TypedSubscribeOptions<Decoded<Send>, Params<Pattern>> = {},
  ): TypedSubscription<Decoded<Send>, Params<Pattern>> {
    const { subject } = this;
    return TypedSubscription.open(client, { subject, read: (raw) => this.read(raw) }, options);
  }

  /** A received message, decoded; throws nothing but a `CodecError`. */
  protected read(raw: Message): TypedMessage<Decoded<Send>, Params<Pattern>> {
    // The names are those of the pattern, which the type reads too.
    const params = readParams(this.#parsed, raw.subject) as Params<Pattern>;
    return { value: this.decode(raw), params, raw };
  }

  /** The subject with values for its named tokens. */
  protected fill(params: Params<Pattern>): string {
    return fillPattern(this.#parsed, params);
  }

  /** The subject to send to, which has no named tokens. */
  protected filled(use: string): string {
    const { subject, pattern } = this;
    const [name] = this.#parsed.names.values();
    if (name === undefined) return subject;
    throw new ClientError(
      "invalid-subject",
      `Cannot ${use} "${pattern}" as its named tokens must have values; ` +
        `call at({ ${name}: … }) first`,
      { subject },
    );
  }
}
