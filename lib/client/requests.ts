// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Msg, Subscription as CoreSubscription } from "@nats-io/nats-core";
import { createInbox, NoRespondersError } from "@nats-io/nats-core";
import type { CoreConnection } from "./core_types.ts";
import type { Expiring } from "./deadlines.ts";
import { Deadlines } from "./deadlines.ts";

/** A request that waits for its replies, or for the end of its time. */
export interface Pending extends Expiring {
  /** Where it was sent. */
  readonly subject: string;
  /** Takes a reply. */
  reply(msg: Msg): void;
  /** Ends it: nobody answers, or the connection does not let it through. */
  fail(error: Error): void;
}

/**
 * The requests of a connection, answered over one subscription, with one timer for many of them.
 * They are the client's own: nats-core's build three errors for each request.
 */
export class Requests {
  readonly #connection: CoreConnection;
  readonly #inboxPrefix: string | undefined;
  readonly #pending = new Map<string, Pending>();
  readonly #deadlines = new Deadlines();
  /** The subscriptions of requests that have one of their own, by their reply subject. */
  readonly #ownInboxes = new Map<string, CoreSubscription>();
  #inbox = "";
  #subscription: CoreSubscription | undefined;
  #count = 0;
  #settled: PromiseWithResolvers<void> | undefined;

  /** Subscribes at the first request. */
  constructor(connection: CoreConnection, inboxPrefix: string | undefined) {
    this.#connection = connection;
    this.#inboxPrefix = inboxPrefix;
  }

  /** Awaits replies, and starts the time; gives the subject for them. */
  add(pending: Pending): string {
    this.#subscribe();
    const token = (this.#count++).toString(36);
    const reply = `${this.#inbox}.${token}`;
    this.#pending.set(reply, pending);
    this.#deadlines.add(pending);
    return reply;
  }

  /** Awaits replies on a subscription of the request's own, which ends after `max` of them. */
  addWithInbox(pending: Pending, max: number | undefined): string {
    const reply = createInbox(this.#inboxPrefix);
    const subscription = this.#connection.subscribe(reply, {
      callback: (error, msg) => {
        if (error === null) this.#dispatch(msg);
        else pending.fail(error);
      },
      ...(max === undefined ? {} : { max }),
    });
    this.#ownInboxes.set(reply, subscription);
    this.#pending.set(reply, pending);
    this.#deadlines.add(pending);
    return reply;
  }

  /** Awaits no more replies on a subject. */
  delete(reply: string): void {
    const pending = this.#pending.get(reply);
    if (pending === undefined) return;
    this.#pending.delete(reply);
    this.#deadlines.delete(pending);
    if (this.#pending.size === 0) this.#settled?.resolve();
    const own = this.#ownInboxes.get(reply);
    if (own === undefined) return;
    this.#ownInboxes.delete(reply);
    own.unsubscribe();
  }

  /** Resolves when no request waits any more. */
  settled(): Promise<void> {
    if (this.#pending.size === 0) return Promise.resolve();
    this.#settled ??= Promise.withResolvers();
    return this.#settled.promise;
  }

  /** Fails the requests to a subject that the server does not let us publish to. */
  refused(subject: string, error: Error): void {
    for (const pending of [...this.#pending.values()]) {
      if (pending.subject === subject) pending.fail(error);
    }
  }

  /** Fails all requests. */
  fail(error: Error): void {
    for (const pending of [...this.#pending.values()]) pending.fail(error);
    this.#deadlines.clear();
  }

  #subscribe(): void {
    if (this.#subscription !== undefined && !this.#subscription.isClosed()) return;
    this.#inbox = createInbox(this.#inboxPrefix);
    this.#subscription = this.#connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, msg) => {
        if (error === null) this.#dispatch(msg);
        else this.fail(error);
      },
    });
  }

  #dispatch(msg: Msg): void {
    const pending = this.#pending.get(msg.subject);
    if (pending === undefined) return;
    if (msg.data.length > 0 || msg.headers?.code !== 503) pending.reply(msg);
    else pending.fail(new NoRespondersError(pending.subject));
  }
}
