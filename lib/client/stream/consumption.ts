// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { atMost } from "../../transport/at_most.ts";
import type { ClientError } from "../error.ts";
import { closedError } from "../error.ts";
import type { Message } from "../message.ts";
import { notify } from "../notify.ts";
import type { Subscription } from "../subscription.ts";
import { toClientError } from "../to_client_error.ts";
import type { FailedMessage, StreamMessage } from "./consume_options.ts";
import type { ConsumeStats, ConsumptionParts } from "./consumption_parts.ts";
import { oneLine, storeDeadLetter } from "./dead_letter.ts";
import { Delivery, readDelivery } from "./delivery.ts";
import { PoisonError } from "./error.ts";
import { Pull } from "./pull.ts";

/** Bounds on how often the server is told of work that goes on, in milliseconds. */
const leastProgressMs = 10;
const mostProgressMs = 3_600_000;

/** A stream's messages being handled; made by `consume`. Disposing of it is stopping it. */
export class Consumption implements AsyncDisposable {
  readonly #parts: ConsumptionParts;
  readonly #inbox: string;
  readonly #pull: Pull;
  readonly #handlers = new AbortController();
  readonly #held = new Map<number, Delivery>();
  readonly #queue: Delivery[] = [];
  readonly #ended = Promise.withResolvers<void>();
  /** The connection has ended for good. */
  readonly #closed = Promise.withResolvers<void>();
  readonly #counts = { handled: 0, failed: 0, dead: 0, returned: 0 };
  #subscription: Subscription | undefined;
  #progress: ReturnType<typeof setInterval> | undefined;
  #unlisten = (): void => {};
  #running = 0;
  #failure: Error | undefined;
  #stopped: Promise<void> | undefined;

  private constructor(parts: ConsumptionParts) {
    const { client, stream, consumer, settings, maxBatch, check } = parts;
    this.#parts = parts;
    this.#inbox = client.inbox();
    this.#pull = new Pull({
      client,
      subject: `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
      inbox: this.#inbox,
      window: 2 * settings.concurrency,
      maxBatch,
      held: () => this.#held.size,
      check,
      fail: (error) => this.#fail(error),
      report: (error) => this.#report(error),
    });
  }

  /** Begins; `consume` has checked what it is given. */
  static start(parts: ConsumptionParts): Consumption {
    const { client, ackWaitMs } = parts;
    const it = new Consumption(parts);
    it.#subscription = client.subscribe(`${it.#inbox}.*`, {
      // Each at once: what waits has to wait where it can be given back.
      concurrency: Infinity,
      callback: (message) => it.#accept(message),
      onError: (error) => it.#fail(error),
    });
    const progressMs = Math.min(Math.max(ackWaitMs / 2, leastProgressMs), mostProgressMs);
    it.#progress = setInterval(() => it.#tellProgress(), progressMs);
    // A client may outlive many of these: nothing of them may stay with it.
    it.#unlisten = client.onStatus(({ status }) => status === "close" && it.#close());
    it.#pull.begin();
    return it;
  }

  /** Counters since the start. */
  get stats(): ConsumeStats {
    return { ...this.#counts, running: this.#running, waiting: this.#queue.length };
  }

  /**
   * Resolves when it has ended by `stop`.
   *
   * @throws {ClientError} what ended it otherwise: `closed`, `consumer-not-found`,
   * `stream-not-found`, `permission`
   */
  async finished(): Promise<void> {
    await this.#ended.promise;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Ends in good order: asks for no more, gives back what waits for a handler, and waits until the
   * handlers that run have ended and their verdicts are sent. After the grace their signals are
   * aborted; the messages of those that go on come again. A second call waits for the first.
   */
  stop(): Promise<void> {
    return this.#stopped ??= this.#stop();
  }

  /** Stops. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #stop(): Promise<void> {
    const { graceMs } = this.#parts.settings;
    this.#pull.end();
    for (const delivery of this.#queue.splice(0)) this.#giveBack(delivery);
    try {
      // The server may have sent more before it knew; those are given back as they come.
      await atMost(graceMs, Promise.race([this.#finish(), this.#closed.promise]));
    } catch (error) {
      // The connection broke: what has no verdict comes again.
      this.#report(toClientError(error, "stop consuming"));
    } finally {
      this.#unlisten();
      clearInterval(this.#progress);
      this.#handlers.abort(new DOMException("the consumption has stopped", "AbortError"));
      this.#ended.resolve();
    }
  }

  async #finish(): Promise<void> {
    const { client } = this.#parts;
    await this.#subscription?.drain();
    if (client.state === "connected") await client.flush();
  }

  #close(): void {
    this.#closed.resolve();
    if (this.#stopped === undefined) this.#fail(closedError("consume"));
  }

  #fail(error: Error): void {
    if (this.#failure !== undefined) return;
    const { stream, consumer } = this.#parts;
    this.#failure = toClientError(error, `consume "${consumer}" of the stream "${stream}"`);
    this.#report(this.#failure);
    this.stop();
  }

  #accept(message: Message): Promise<void> | void {
    if (message.status !== undefined) return this.#pull.told(message.subject, message.status);
    const info = readDelivery(message);
    if (info === undefined) return;
    this.#pull.received();
    const held = this.#held.get(info.sequence);
    // It is being handled; handled twice at a time it must not be.
    if (held !== undefined) return held.renew(message);
    const delivery = new Delivery(message, info);
    if (this.#stopped !== undefined) return this.#giveBack(delivery);
    this.#held.set(info.sequence, delivery);
    this.#queue.push(delivery);
    this.#next();
    return delivery.settled;
  }

  #next(): void {
    while (this.#running < this.#parts.settings.concurrency) {
      const delivery = this.#queue.shift();
      if (delivery === undefined) break;
      this.#running++;
      this.#run(delivery).finally(() => {
        this.#running--;
        this.#release(delivery);
        this.#next();
      });
    }
    this.#pull.ask();
  }

  /** Never rejects. */
  async #run(delivery: Delivery): Promise<void> {
    const { handler } = this.#parts;
    try {
      await handler(this.#read(delivery));
      if (this.#tell(delivery, "+ACK")) this.#counts.handled++;
    } catch (error) {
      this.#counts.failed++;
      await this.#failed(delivery, error instanceof Error ? error : new Error(String(error)));
    }
  }

  #read({ message, info }: Delivery): StreamMessage<never> {
    const { codec, settings: { maxDeliveries } } = this.#parts;
    if (info.deliveries > 2 * maxDeliveries) {
      throw new PoisonError(`it was delivered ${info.deliveries} times without an outcome`);
    }
    const { data, subject, headers = {} } = message;
    try {
      // The codec is the one of the handler's payload type.
      const value = codec.decode(data) as never;
      return { ...info, value, data, subject, headers, signal: this.#handlers.signal };
    } catch (error) {
      throw new PoisonError(error instanceof Error ? error.message : String(error), {
        cause: error,
      });
    }
  }

  async #failed(delivery: Delivery, error: Error): Promise<void> {
    const { maxDeliveries } = this.#parts.settings;
    const { deliveries } = delivery.info;
    const stopping = this.#handlers.signal.aborted;
    const dead = error instanceof PoisonError || (deliveries >= maxDeliveries && !stopping);
    const buried = dead && await this.#bury(delivery, oneLine(error.message));
    this.#report(error, { delivery, outcome: buried ? "dead" : "again" });
    if (buried) return;
    this.#tell(delivery, `-NAK {"delay":${this.#backoffNanos(deliveries)}}`);
  }

  /** False where the dead letter could not be stored; the message has to come again then. */
  async #bury(delivery: Delivery, reason: string): Promise<boolean> {
    const { deadLetters } = this.#parts;
    try {
      if (deadLetters !== undefined) await storeDeadLetter(deadLetters, delivery, reason);
    } catch (error) {
      this.#report(toClientError(error, "store a dead letter"));
      return false;
    }
    if (this.#tell(delivery, `+TERM ${reason}`)) this.#counts.dead++;
    return true;
  }

  #backoffNanos(deliveries: number): number {
    const { backoffMs } = this.#parts.settings;
    return Math.round(1e6 * (backoffMs[Math.min(deliveries, backoffMs.length) - 1] ?? 0));
  }

  #giveBack(delivery: Delivery): void {
    if (this.#tell(delivery, "-NAK")) this.#counts.returned++;
    this.#release(delivery);
  }

  #release(delivery: Delivery): void {
    this.#held.delete(delivery.info.sequence);
    delivery.settle();
  }

  #tellProgress(): void {
    const { state } = this.#parts.client;
    if (state !== "connected" && state !== "draining-subs") return;
    for (const delivery of this.#held.values()) this.#tell(delivery, "+WPI");
  }

  /** Sends a verdict. One that cannot be sent is as one that got lost: the message comes again. */
  #tell({ ackSubject }: Delivery, verdict: string): boolean {
    try {
      this.#parts.client.publish(ackSubject, verdict);
      return true;
    } catch (error) {
      this.#report(toClientError(error, "acknowledge a message"));
      return false;
    }
  }

  #report(
    error: Error,
    about?: { readonly delivery: Delivery; readonly outcome: FailedMessage["outcome"] },
  ): void {
    const { client, onError, stream } = this.#parts;
    if (onError === undefined) {
      const failure: ClientError = toClientError(error, `handle a message of "${stream}"`);
      client.reportError(failure);
      return;
    }
    const message = about === undefined ? undefined : {
      ...about.delivery.info,
      subject: about.delivery.message.subject,
      outcome: about.outcome,
    };
    notify((it: Error) => onError(it, message), error);
  }
}
