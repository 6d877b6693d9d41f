// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Msg, Subscription as CoreSubscription } from "@nats-io/nats-core";
import type { CoreConnection } from "./core_types.ts";
import { ClientError } from "./error.ts";
import { toClientError } from "./to_client_error.ts";
import type { Publish } from "./message.ts";
import { Message } from "./message.ts";
import type { WaitOptions } from "./wait.ts";
import { timedOut } from "./wait.ts";

/** How to subscribe. */
export interface SubscribeOptions {
  /** Share the messages with the other members of this queue group. */
  readonly queue?: string;
  /** End after this many messages. */
  readonly max?: number;
  /**
   * Handles the messages, one after the other. What it throws is reported as an `error` status.
   * Without it, messages are taken with `next` or `for await`.
   */
  readonly callback?: (message: Message) => void | Promise<void>;
  /** Sees each message as it arrives and is accepted, before it is taken. */
  readonly observe?: (message: Message) => void;
  /** Messages that may wait; newer ones are dropped. Default: the connection's. */
  readonly pendingMsgsLimit?: number;
  /** Payload bytes that may wait; newer messages are dropped. Default: the connection's. */
  readonly pendingBytesLimit?: number;
}

/** What a subscription needs of its client. */
export interface SubscriptionHost {
  /** The connection to subscribe on. */
  readonly connection: CoreConnection;
  /** How received messages are answered. */
  readonly publish: Publish;
  /** Completes a PING/PONG round trip, after a reconnect if there is no connection. */
  readonly roundTrip: (options: WaitOptions) => Promise<void>;
  /** Reports an error as a status. */
  readonly reportError: (error: ClientError) => void;
  /** Called when it has ended and its callback has run for the last time. */
  readonly forget: (subscription: Subscription) => void;
  /** What may wait in a subscription. */
  readonly limits: { readonly messages: number; readonly bytes: number };
}

interface Waiter {
  readonly resolve: (message: Message | undefined) => void;
}

/** A subscription with its own queue of messages. Disposing of it unsubscribes. */
export class Subscription implements AsyncIterable<Message>, AsyncDisposable {
  /** The subject, with its wildcards. */
  readonly subject: string;
  readonly #host: SubscriptionHost;
  readonly #options: SubscribeOptions;
  readonly #finished = Promise.withResolvers<void>();
  #core: CoreSubscription | undefined;
  #queue: Message[] = [];
  #bytes = 0;
  #dropped = 0;
  #received = 0;
  /** Messages were dropped, and `next` has not told yet. */
  #slow = false;
  /** The last message was dropped. */
  #dropping = false;
  #ended = false;
  #failure: ClientError | undefined;
  #waiters: Waiter[] = [];

  private constructor(subject: string, options: SubscribeOptions, host: SubscriptionHost) {
    this.subject = subject;
    this.#options = options;
    this.#host = host;
  }

  /** Subscribes. `Client.subscribe` is the way to one. */
  static open(subject: string, options: SubscribeOptions, host: SubscriptionHost): Subscription {
    const it = new Subscription(subject, options, host);
    const { queue, max, callback } = options;
    const core = host.connection.subscribe(subject, {
      callback: (error, msg) => it.#accept(error, msg),
      ...(queue === undefined ? {} : { queue }),
      ...(max === undefined ? {} : { max }),
    });
    it.#core = core;
    const ended = core.closed.then((error) => it.#end(error instanceof Error ? error : undefined));
    if (callback === undefined) it.#finished.resolve();
    else it.#handle(callback).then(it.#finished.resolve, it.#finished.reject);
    Promise.all([ended, it.#finished.promise]).then(() => host.forget(it));
    return it;
  }

  /** Messages that wait to be taken. */
  get pendingMessages(): number {
    return this.#queue.length;
  }

  /** Payload bytes of the messages that wait. */
  get pendingBytes(): number {
    return this.#bytes;
  }

  /** Messages accepted since the subscription was made. */
  get received(): number {
    return this.#received;
  }

  /** Messages dropped because too many were waiting. */
  get dropped(): number {
    return this.#dropped;
  }

  /** True when no more messages will come; some may still wait. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Resolves when the server has confirmed the subscription.
   *
   * @throws {ClientError} `permission` where the server refused it; `timeout`, `closed`
   */
  async confirmed(options: WaitOptions = {}): Promise<void> {
    await this.#host.roundTrip(options);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Takes the next message.
   *
   * @throws {ClientError} `timeout`; `closed` when the subscription has ended and is empty;
   * `slow-consumer` once after messages were dropped; `permission` where the server refused it
   */
  async next(options: WaitOptions = {}): Promise<Message> {
    if (this.#slow) {
      this.#slow = false;
      throw this.#slowConsumer();
    }
    const message = this.#shift() ?? await this.#wait(options);
    if (message !== undefined) return message;
    throw this.#failure ?? new ClientError(
      "closed",
      `The subscription to "${this.subject}" has ended; subscribe again`,
      { subject: this.subject },
    );
  }

  /**
   * The messages until the subscription ends. Leaving the loop unsubscribes. Dropped messages do
   * not end it; they are reported as an `error` status.
   */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<Message> {
    try {
      while (true) {
        const message = this.#shift() ?? await this.#wait({});
        if (message === undefined) break;
        yield message;
      }
    } finally {
      this.unsubscribe();
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Ends the subscription, at once or after `max` messages in all. What waits can still be taken.
   */
  unsubscribe(max?: number): void {
    if (!this.#ended) this.#core?.unsubscribe(max);
  }

  /**
   * Ends the subscription when the server has sent everything it had, and the callback has
   * handled it. Messages without a callback can still be taken.
   */
  async drain(): Promise<void> {
    if (this.#core?.isClosed() === false) await this.#core.drain();
    await this.#finished.promise;
  }

  /** Unsubscribes. */
  [Symbol.asyncDispose](): Promise<void> {
    this.unsubscribe();
    return Promise.resolve();
  }

  #accept(error: Error | null, msg: Msg): void {
    if (error !== null) {
      this.#failure = toClientError(error, `subscribe to "${this.subject}"`);
      return;
    }
    const message = new Message(msg, this.#host.publish);
    const waiter = this.#waiters.shift();
    if (waiter === undefined && this.#full(message.data.length)) {
      this.#drop();
      return;
    }
    this.#dropping = false;
    this.#received++;
    this.#observe(message);
    if (waiter !== undefined) {
      waiter.resolve(message);
      return;
    }
    this.#queue.push(message);
    this.#bytes += message.data.length;
  }

  #observe(message: Message): void {
    try {
      this.#options.observe?.(message);
    } catch (error) {
      // Thrown on, it would end the connection's reader.
      this.#host.reportError(toClientError(error, `observe a message on "${message.subject}"`));
    }
  }

  #full(size: number): boolean {
    const { limits } = this.#host;
    return this.#queue.length >= (this.#options.pendingMsgsLimit ?? limits.messages) ||
      this.#bytes + size > (this.#options.pendingBytesLimit ?? limits.bytes);
  }

  #drop(): void {
    this.#dropped++;
    this.#slow = true;
    if (this.#dropping) return;
    this.#dropping = true;
    this.#host.reportError(this.#slowConsumer());
  }

  #slowConsumer(): ClientError {
    return new ClientError(
      "slow-consumer",
      `The subscription to "${this.subject}" dropped ${this.#dropped} messages; take them ` +
        `faster, or raise 'pendingMsgsLimit' or 'pendingBytesLimit'`,
      { subject: this.subject },
    );
  }

  #shift(): Message | undefined {
    const message = this.#queue.shift();
    if (message !== undefined) this.#bytes -= message.data.length;
    return message;
  }

  /** Waits for a message; undefined when the subscription ends. */
  #wait({ timeoutMs, signal }: WaitOptions): Promise<Message | undefined> {
    if (this.#ended) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#waiters = this.#waiters.filter((it) => it !== waiter);
      };
      const abort = () => {
        leave();
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        resolve: (message) => {
          leave();
          resolve(message);
        },
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => {
        leave();
        reject(timedOut(`a message on "${this.subject}"`, timeoutMs));
      }, timeoutMs);
      signal?.addEventListener("abort", abort);
      this.#waiters.push(waiter);
    });
  }

  async #handle(callback: NonNullable<SubscribeOptions["callback"]>): Promise<void> {
    while (true) {
      const message = this.#shift() ?? await this.#wait({});
      if (message === undefined) return;
      try {
        await callback(message);
      } catch (error) {
        this.#host.reportError(toClientError(error, `handle a message on "${message.subject}"`));
      }
    }
  }

  #end(error: Error | undefined): void {
    if (error !== undefined) {
      this.#failure ??= toClientError(error, `subscribe to "${this.subject}"`);
    }
    this.#ended = true;
    for (const waiter of this.#waiters) waiter.resolve(undefined);
  }
}
