// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Msg, Subscription as CoreSubscription } from "@nats-io/nats-core";
import { createInbox } from "@nats-io/nats-core";
import type { CoreConnection } from "./core_types.ts";
import { ClientError } from "./error.ts";
import { toClientError } from "./to_client_error.ts";
import type { Publish } from "./message.ts";
import { Message } from "./message.ts";
import type { HeadersInit, Payload } from "./payload.ts";

/** A request, its time limit set. */
export interface Request {
  readonly subject: string;
  readonly data: Payload;
  readonly headers: HeadersInit | undefined;
  readonly timeoutMs: number;
  /** How many replies to wait for. */
  readonly replies: number;
  readonly signal: AbortSignal | undefined;
}

/** What requests need of their client. */
export interface RequestHost {
  readonly connection: CoreConnection;
  readonly publish: Publish;
  readonly inboxPrefix: string | undefined;
}

/** A request that waits for its replies. */
interface Pending {
  readonly subject: string;
  readonly reply: (message: Message) => void;
  readonly fail: (error: ClientError) => void;
}

/**
 * The requests of a connection, all answered over one subscription. They are the client's own, so
 * that a request made while disconnected waits for the reconnect as any publish does.
 */
export class Requests {
  readonly #host: RequestHost;
  readonly #pending = new Map<string, Pending>();
  #inbox = "";
  #subscription: CoreSubscription | undefined;
  #count = 0;

  /** Subscribes at the first request. */
  constructor(host: RequestHost) {
    this.#host = host;
  }

  /**
   * Requests, and collects replies until there are enough or the time is over.
   *
   * @throws {ClientError} `no-responders`, `permission`, `closed`, and what publishing throws
   */
  async send(request: Request): Promise<readonly Message[]> {
    const { subject, data, headers, timeoutMs, replies, signal } = request;
    signal?.throwIfAborted();
    this.#subscribe();
    const received: Message[] = [];
    const done = Promise.withResolvers<void>();
    // A failure may come while the request is still being published.
    done.promise.catch(() => "it is awaited below");
    const token = (this.#count++).toString(36);
    const reply = (message: Message) => {
      if (received.push(message) >= replies) done.resolve();
    };
    this.#pending.set(token, { subject, reply, fail: done.reject });
    const timer = setTimeout(done.resolve, timeoutMs);
    const abort = () => done.reject(signal?.reason);
    signal?.addEventListener("abort", abort);
    try {
      this.#host.publish(subject, data, {
        reply: `${this.#inbox}.${token}`,
        ...(headers === undefined ? {} : { headers }),
      });
      await done.promise;
      return received.slice(0, replies);
    } finally {
      this.#pending.delete(token);
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Fails the requests to a subject that the server does not let us publish to. */
  refused(subject: string, error: ClientError): void {
    for (const pending of this.#pending.values()) {
      if (pending.subject === subject) pending.fail(error);
    }
  }

  /** Fails all requests. */
  fail(error: ClientError): void {
    for (const pending of this.#pending.values()) pending.fail(error);
    this.#pending.clear();
  }

  #subscribe(): void {
    if (this.#subscription !== undefined && !this.#subscription.isClosed()) return;
    this.#inbox = createInbox(this.#host.inboxPrefix);
    this.#subscription = this.#host.connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, msg) => {
        if (error === null) this.#dispatch(msg);
        else this.fail(toClientError(error, "subscribe to replies"));
      },
    });
  }

  #dispatch(msg: Msg): void {
    const pending = this.#pending.get(msg.subject.slice(this.#inbox.length + 1));
    if (pending === undefined) return;
    const { subject, fail, reply } = pending;
    if (msg.data.length > 0 || msg.headers?.code !== 503) {
      return reply(new Message(msg, this.#host.publish));
    }
    const message = `Cannot request "${subject}": nobody is subscribed to it; start a responder`;
    fail(new ClientError("no-responders", message, { subject }));
  }
}
