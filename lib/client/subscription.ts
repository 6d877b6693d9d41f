// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Msg, Subscription as CoreSubscription } from "@nats-io/nats-core";
import { checkCount, checkSubscribed, unfitLimits } from "./call_check.ts";
import { ClientError } from "./error.ts";
import { notify } from "./notify.ts";
import type { SubscribeOptions, SubscriptionHost } from "./subscribe_options.ts";
import { toClientError } from "./to_client_error.ts";
import { Message } from "./message.ts";
import { MessageQueue } from "./message_queue.ts";
import type { WaitOptions } from "./wait.ts";
import { timedOut } from "./wait.ts";

interface Waiter {
  readonly resolve: (message: Message | undefined) => void;
}

type Callback = NonNullable<SubscribeOptions["callback"]>;

/** A subscription with its own queue of messages. Disposing of it unsubscribes. */
export class Subscription implements AsyncIterable<Message>, AsyncDisposable {
  /** The subject, with its wildcards. */
  readonly subject: string;
  readonly #host: SubscriptionHost;
  readonly #options: SubscribeOptions;
  readonly #finished = Promise.withResolvers<void>();
  readonly #callback: Callback | undefined;
  readonly #concurrency: number;
  readonly #queue = new MessageQueue();
  #core: CoreSubscription | undefined;
  #handling = 0;
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
    this.#callback = options.callback;
    this.#concurrency = options.concurrency ?? 1;
  }

  /** Subscribes. `Client.subscribe` is the way to one. */
  static open(subject: string, options: SubscribeOptions, host: SubscriptionHost): Subscription {
    checkSubscribed(options);
    const { queue, max } = options;
    const it = new Subscription(subject, options, host);
    const core = host.connection.subscribe(subject, {
      callback: (error, msg) => it.#accept(error, msg),
      ...(queue === undefined ? {} : { queue }),
      ...(max === undefined ? {} : { max }),
    });
    it.#core = core;
    core.closed.then((error) => it.#end(error instanceof Error ? error : undefined));
    it.#finished.promise.then(() => host.forget(it));
    return it;
  }

  /** Messages that wait to be taken. */
  get pendingMessages(): number {
    return this.#queue.length;
  }

  /** Payload bytes of the messages that wait. */
  get pendingBytes(): number {
    return this.#queue.bytes;
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
    const message = this.#queue.shift() ?? await this.#wait(options);
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
        const message = this.#queue.shift() ?? await this.#wait({});
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
    checkCount("unsubscribe", "max", max);
    if (!this.#ended) this.#core?.unsubscribe(max);
  }

  /**
   * Ends the subscription when the server has sent everything it had, and the callback has
   * handled it. Messages without a callback can still be taken.
   */
  async drain(): Promise<void> {
    if (this.#core?.isClosed() === false) {
      // Without a connection there is nothing to wait for.
      if (this.#host.linked()) await this.#core.drain();
      else this.#core.unsubscribe();
    }
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
      const { onError } = this.#options;
      if (onError !== undefined) notify(onError, this.#failure);
      return;
    }
    const message = new Message(msg, this.#host.publish);
    const waiter = this.#callback === undefined ? this.#waiters.shift() : undefined;
    const free = this.#callback !== undefined && this.#handling < this.#concurrency;
    if (waiter === undefined && !free && this.#full(message.data.length)) {
      this.#drop();
      return;
    }
    this.#dropping = false;
    this.#received++;
    if (this.#options.observe !== undefined) this.#observe(message);
    if (waiter !== undefined) waiter.resolve(message);
    else if (free && this.#callback !== undefined) this.#handle(this.#callback, message);
    else this.#queue.push(message);
  }

  #observe(message: Message): void {
    try {
      this.#options.observe?.(message);
    } catch (error) {
      // Thrown on, it would end the connection's reader.
      this.#report(toClientError(error, `observe a message on "${message.subject}"`));
    }
  }

  #full(size: number): boolean {
    const { limits } = this.#host;
    return this.#queue.length >= (this.#options.pendingMsgsLimit ?? limits.messages) ||
      this.#queue.bytes + size > (this.#options.pendingBytesLimit ?? limits.bytes);
  }

  #drop(): void {
    this.#dropped++;
    this.#slow = true;
    if (this.#dropping) return;
    this.#dropping = true;
    this.#report(this.#slowConsumer());
  }

  #slowConsumer(): ClientError {
    return new ClientError(
      "slow-consumer",
      `The subscription to "${this.subject}" dropped ${this.#dropped} messages; take them ` +
        `faster, or raise 'pendingMsgsLimit' or 'pendingBytesLimit'`,
      { subject: this.subject },
    );
  }

  #report(error: Error): void {
    const { onError } = this.#options;
    if (onError === undefined) this.#host.reportError(toClientError(error, "go on"));
    else notify(onError, error);
  }

  /** Waits for a message; undefined when the subscription ends. */
  #wait({ timeoutMs, signal }: WaitOptions): Promise<Message | undefined> {
    if (this.#ended) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const unfit = unfitLimits({ timeoutMs, signal }, "wait");
      if (unfit !== undefined || signal?.aborted) return reject(unfit ?? signal?.reason);
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

  /** Runs the callback, then again for what has come meanwhile. A quick one takes no extra turn. */
  #handle(callback: Callback, first: Message): void {
    this.#handling++;
    for (let message: Message | undefined = first; message !== undefined;) {
      const running = this.#run(callback, message);
      if (running !== undefined) {
        running.then(() => {
          this.#handling--;
          const next = this.#queue.shift();
          if (next !== undefined) this.#handle(callback, next);
          this.#checkFinished();
        });
        return;
      }
      message = this.#queue.shift();
    }
    this.#handling--;
    this.#checkFinished();
  }

  /** A promise that never rejects, where the callback is asynchronous. */
  #run(callback: Callback, message: Message): Promise<void> | undefined {
    const fail = (error: unknown) =>
      this.#report(
        error instanceof Error && this.#options.onError !== undefined
          ? error
          : toClientError(error, `handle a message on "${message.subject}"`),
      );
    try {
      const result = callback(message);
      return result instanceof Promise ? result.then(undefined, fail) : undefined;
    } catch (error) {
      fail(error);
      return undefined;
    }
  }

  #end(error: Error | undefined): void {
    if (error !== undefined) {
      this.#failure ??= toClientError(error, `subscribe to "${this.subject}"`);
    }
    this.#ended = true;
    for (const waiter of this.#waiters) waiter.resolve(undefined);
    this.#checkFinished();
  }

  /** Over are the subscription and its callback; what waits for `next` stays. */
  #checkFinished(): void {
    if (this.#ended && this.#handling === 0) this.#finished.resolve();
  }
}
