// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { CodecError } from "../../codec/error.ts";
import type { Client } from "../client.ts";
import type { Message } from "../message.ts";
import { notify } from "../notify.ts";
import type { SubscribeOptions } from "../subscribe_options.ts";
import type { Subscription } from "../subscription.ts";
import { toClientError } from "../to_client_error.ts";
import type { WaitOptions } from "../wait.ts";
import type { TypedMessage } from "./typed_message.ts";

/** How to subscribe to a typed subject. Its `onError` hears of payloads that cannot be decoded. */
export interface TypedSubscribeOptions<Value, Params> extends Omit<SubscribeOptions, "callback"> {
  /**
   * Handles the messages, `concurrency` of them at a time. What it throws goes to `onError`.
   * Without it, messages are taken with `next` or `for await`.
   */
  readonly callback?: (message: TypedMessage<Value, Params>) => void | Promise<void>;
}

/** How a subscription comes about. */
export interface TypedSource<Value, Params> {
  /** The subject, with its wildcards. */
  readonly subject: string;
  /** Decodes a message; throws nothing but a `CodecError`. */
  readonly read: (message: Message) => TypedMessage<Value, Params>;
}

/**
 * A subscription whose messages come decoded. A payload that cannot be decoded never ends it: a
 * callback and `for await` do not see the message, and `onError` (by default an `error` status of
 * the client) gets the `CodecError`; `next` throws it. Disposing of it unsubscribes.
 */
export class TypedSubscription<Value, Params>
  implements AsyncIterable<TypedMessage<Value, Params>>, AsyncDisposable {
  /** The subscription itself: its counters, `confirmed`, `drain` and `unsubscribe`. */
  readonly raw: Subscription;
  readonly #read: TypedSource<Value, Params>["read"];
  readonly #report: (error: CodecError) => void;

  private constructor(
    raw: Subscription,
    read: TypedSource<Value, Params>["read"],
    report: (error: CodecError) => void,
  ) {
    this.raw = raw;
    this.#read = read;
    this.#report = report;
  }

  /** Subscribes. `TypedSubject.subscribe` is the way to one. */
  static open<Value, Params>(
    client: Client,
    { subject, read }: TypedSource<Value, Params>,
    options: TypedSubscribeOptions<Value, Params>,
  ): TypedSubscription<Value, Params> {
    const { callback, ...rest } = options;
    const raw = client.subscribe(subject, {
      ...rest,
      // The subscription hands on what this throws as it does what the callback throws.
      ...(callback === undefined ? {} : { callback: (message) => callback(read(message)) }),
    });
    const { onError } = options;
    return new TypedSubscription(raw, read, (error) => {
      if (onError !== undefined) notify(onError, error);
      else client.reportError(toClientError(error, `take a message from "${subject}"`));
    });
  }

  /**
   * Takes the next message.
   *
   * @throws {CodecError} `decode` where its payload is not of the type; the message is taken then
   * @throws {ClientError} as `Subscription.next`
   */
  async next(options: WaitOptions = {}): Promise<TypedMessage<Value, Params>> {
    return this.#read(await this.raw.next(options));
  }

  /** The messages until the subscription ends. Leaving the loop unsubscribes. */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<TypedMessage<Value, Params>> {
    for await (const raw of this.raw) {
      const message = this.#tryRead(raw);
      if (message !== undefined) yield message;
    }
  }

  /** Unsubscribes. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.raw[Symbol.asyncDispose]();
  }

  #tryRead(raw: Message): TypedMessage<Value, Params> | undefined {
    try {
      return this.#read(raw);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.#report(error);
      return undefined;
    }
  }
}
