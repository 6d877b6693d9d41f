// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client } from "./client.ts";
import { ClientError } from "./error.ts";
import type { Message } from "./message.ts";
import { notify } from "./notify.ts";
import type { MessageHeaders } from "./payload.ts";
import type { Subscription } from "./subscription.ts";
import { toClientError } from "./to_client_error.ts";
import { timedOut } from "./wait.ts";

/** A message as a `SimpleClient` hands it on. */
export interface SimpleMessage {
  /** The protocol's operation: `HMSG` for a message with headers. */
  readonly op: "MSG" | "HMSG";
  /** The subject it was sent to. */
  readonly subject: string;
  /** The number of the subscription it came by. */
  readonly sid: number;
  /** Where an answer is awaited; undefined where none is. */
  readonly replyTo: string | undefined;
  /** Its bytes. */
  readonly payload: Uint8Array;
  /** Its headers; undefined without any. */
  readonly headers: MessageHeaders | undefined;
}

/** What is called back with messages. */
export interface SimpleCallbacks {
  /** Handles a message; the next one comes when it is done. What it throws goes to `onError`. */
  readonly cb: (message: SimpleMessage) => void | Promise<void>;
  /** Ends after this many messages. Default: for requests 1, otherwise no end. */
  readonly max?: number;
  /**
   * Hears of what `cb` throws and of what went wrong otherwise. Default: each is an `error` status
   * of the client.
   */
  readonly onError?: (error: Error) => void;
}

/** What makes a subscription. */
export interface SimpleSource {
  readonly client: Client;
  readonly sid: number;
  readonly subject: string;
  readonly queue?: string;
  /** The subject that was requested, where the messages are answers. */
  readonly requested?: string;
  /** Called once, when no further message will be handed on. */
  readonly forget: () => void;
}

/** A subscription of a `SimpleClient`. It hands on no message after it has ended. */
export class SimpleSubscription {
  readonly #source: SimpleSource;
  readonly #callbacks: SimpleCallbacks;
  readonly #subscription: Subscription;
  #max: number;
  #count = 0;
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Subscribes. */
  constructor(source: SimpleSource, callbacks: SimpleCallbacks) {
    const { client, subject, queue } = source;
    this.#source = source;
    this.#callbacks = callbacks;
    this.#max = callbacks.max ?? Infinity;
    this.#subscription = client.subscribe(subject, {
      callback: (message) => this.#accept(message),
      onError: (error) => this.#fail(error),
      ...(queue === undefined ? {} : { queue }),
      ...(callbacks.max === undefined ? {} : { max: callbacks.max }),
    });
  }

  /** Ends it at once, or after `max` messages in all. */
  end(max = 0): void {
    if (this.#over) return;
    this.#max = max;
    if (max > this.#count) {
      this.#subscription.unsubscribe(max);
      return;
    }
    this.#subscription.unsubscribe();
    this.#finish();
  }

  /** Ends it with an error if it has not ended within a time. */
  expire(timeoutMs: number): void {
    const { subject, requested = subject } = this.#source;
    this.#timer = setTimeout(() => {
      this.end();
      this.#report(timedOut(`an answer on "${requested}"`, timeoutMs));
    }, timeoutMs);
  }

  /** The connection has closed: tells whoever still waits for an answer. */
  abandon(error: ClientError): void {
    if (this.#over) return;
    this.#finish();
    const { onError } = this.#callbacks;
    if (this.#source.requested !== undefined && onError !== undefined) notify(onError, error);
  }

  #accept(message: Message): void | Promise<void> {
    if (this.#over) return;
    const { sid, requested } = this.#source;
    if (requested !== undefined && isNoResponders(message)) {
      this.end();
      this.#report(noResponders(requested));
      return;
    }
    if (++this.#count >= this.#max) this.#finish();
    const { subject, reply, data, headers } = message;
    const op = headers === undefined ? "MSG" : "HMSG";
    return this.#callbacks.cb({ op, subject, sid, replyTo: reply, payload: data, headers });
  }

  #fail(error: Error): void {
    const { subject } = this.#source;
    const refused = error instanceof ClientError && error.code === "permission" &&
      error.subject === subject;
    if (refused) this.#finish();
    // A refusal is an `error` status of the client already.
    if (refused && this.#callbacks.onError === undefined) return;
    this.#report(error);
  }

  #report(error: Error): void {
    const { onError } = this.#callbacks;
    const { client, subject } = this.#source;
    if (onError !== undefined) notify(onError, error);
    else client.reportError(toClientError(error, `handle a message on "${subject}"`));
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#source.forget();
  }
}

/** The server's answer to a request that nobody is subscribed to. */
function isNoResponders(message: Message): boolean {
  return message.data.length === 0 && message.status?.code === 503;
}

function noResponders(subject: string): ClientError {
  return new ClientError(
    "no-responders",
    `Cannot request "${subject}": nobody is subscribed to it; start a responder`,
    { subject },
  );
}
