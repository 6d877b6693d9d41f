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
  readonly #pending = new Map<number, Pending>();
  readonly #deadlines = new Deadlines();
  /** The subscriptions of requests that have one of their own. */
  readonly #ownInboxes = new Map<number, CoreSubscription>();
  #prefix = "";
  #subscription: CoreSubscription | undefined;
  #count = 0;
  #settled: PromiseWithResolvers<void> | undefined;

  /** Subscribes at the first request. */
  constructor(connection: CoreConnection, inboxPrefix: string | undefined) {
    this.#connection = connection;
    this.#inboxPrefix = inboxPrefix;
  }

  /** Awaits replies, and starts the time; gives the request's number. */
  add(pending: Pending): number {
    this.#subscribe();
    return this.#add(pending);
  }

  /** Awaits replies on a subscription of the request's own, which ends after `max` of them. */
  addWithInbox(pending: Pending, max: number | undefined): number {
    const subscription = this.#connection.subscribe(createInbox(this.#inboxPrefix), {
      callback: (error, msg) => {
        if (error === null) deliver(pending, msg);
        else pending.fail(error);
      },
      ...(max === undefined ? {} : { max }),
    });
    const id = this.#add(pending);
    this.#ownInboxes.set(id, subscription);
    return id;
  }

  /** The subject for a request's replies. */
  replySubject(id: number): string {
    const own = this.#ownInboxes.size === 0 ? undefined : this.#ownInboxes.get(id);
    return own === undefined ? this.#prefix + id.toString(36) : own.getSubject();
  }

  /** Awaits no more replies to a request. */
  delete(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    this.#deadlines.delete(pending);
    if (this.#pending.size === 0) {
      this.#settled?.resolve();
      this.#settled = undefined;
    }
    const own = this.#ownInboxes.size === 0 ? undefined : this.#ownInboxes.get(id);
    if (own === undefined) return;
    this.#ownInboxes.delete(id);
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

  #add(pending: Pending): number {
    const id = this.#count++;
    this.#pending.set(id, pending);
    this.#deadlines.add(pending);
    return id;
  }

  #subscribe(): void {
    if (this.#subscription !== undefined && !this.#subscription.isClosed()) return;
    this.#prefix = `${createInbox(this.#inboxPrefix)}.`;
    this.#subscription = this.#connection.subscribe(`${this.#prefix}*`, {
      callback: (error, msg) => {
        if (error !== null) return this.fail(error);
        const pending = this.#pending.get(parseInt(msg.subject.slice(this.#prefix.length), 36));
        if (pending !== undefined) deliver(pending, msg);
      },
    });
  }
}

function deliver(pending: Pending, msg: Msg): void {
  if (msg.data.length > 0 || msg.headers?.code !== 503) pending.reply(msg);
  else pending.fail(new NoRespondersError(pending.subject));
}
