// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The client's requests: for one reply, or for several. @module */

import type { Msg } from "@nats-io/nats-core";
import { NoRespondersError } from "@nats-io/nats-core";
import { checkAsked } from "./call_check.ts";
import { ClientError } from "./error.ts";
import type { Publish } from "./message.ts";
import { Message } from "./message.ts";
import type { HeadersInit, Payload } from "./payload.ts";
import type { Pending, Requests } from "./requests.ts";
import { toClientError } from "./to_client_error.ts";
import type { WaitOptions } from "./wait.ts";
import { timedOut } from "./wait.ts";

/** How to request. */
export interface RequestOptions extends WaitOptions {
  /** Headers to send along. */
  readonly headers?: HeadersInit;
  /**
   * Await replies on a subscription made for this request, where the one that all requests share
   * is not permitted. Default: false.
   */
  readonly ownInbox?: boolean;
}

/** How to request several replies: the first of the conditions that holds ends the request. */
export interface RequestManyOptions extends RequestOptions {
  /** As many replies as this. Default: no end of that kind. */
  readonly replies?: number;
  /** No further reply for so many milliseconds, once there is one. Default: no end of that kind. */
  readonly stallMs?: number;
  /**
   * A reply that tells there are no more, and is none itself; true: an empty one. Default: no end
   * of that kind.
   */
  readonly sentinel?: boolean | ((reply: Message) => boolean);
}

/** What asking needs of the client. */
export interface AskHost {
  readonly requests: Requests;
  /** Sends the request. */
  readonly publish: Publish;
  /** How a reply is answered. */
  readonly respond: Publish;
}

/** A request, its time limit set. */
export interface Question<Options extends RequestOptions = RequestOptions> {
  readonly subject: string;
  readonly data: Payload;
  readonly timeoutMs: number;
  readonly options: Options;
}

/**
 * Requests one reply.
 *
 * @throws {ClientError} `timeout`, `no-responders`, `permission`, `closed`, what publishing throws
 */
export function ask(host: AskHost, question: Question): Promise<Message> {
  return new Promise((resolve, reject) => {
    const { subject, timeoutMs } = question;
    const asking = new Asking(host, question, {
      reply: (message) => asking.end(() => resolve(message)),
      fail: (error) => asking.end(() => reject(error)),
      expire: () => asking.end(() => reject(timedOut(`a reply on "${subject}"`, timeoutMs))),
    });
    asking.start(1);
  });
}

/**
 * Requests several replies.
 *
 * @throws {ClientError} `no-responders`, `permission`, `closed`, and what publishing throws
 */
export function askMany(
  host: AskHost,
  question: Question<RequestManyOptions>,
): Promise<readonly Message[]> {
  return new Promise((resolve, reject) => {
    const { replies = Infinity, stallMs, sentinel = false } = question.options;
    const isLast = sentinel === true ? isEmpty : sentinel === false ? () => false : sentinel;
    const received: Message[] = [];
    let stall: ReturnType<typeof setTimeout> | undefined;
    const settle = (how: () => void) => {
      clearTimeout(stall);
      asking.end(how);
    };
    const done = () => settle(() => resolve(received));
    const asking = new Asking(host, question, {
      reply: (message) => {
        try {
          if (isLast(message)) return done();
        } catch (error) {
          return settle(() => reject(error));
        }
        if (received.push(message) >= replies) return done();
        clearTimeout(stall);
        if (stallMs !== undefined) stall = setTimeout(done, stallMs);
      },
      fail: (error) => settle(() => reject(error)),
      expire: done,
    });
    asking.start(replies === Infinity || sentinel !== false ? undefined : replies);
  });
}

function isEmpty({ data }: Message): boolean {
  return data.length === 0;
}

/** What becomes of a request. */
interface Outcome {
  readonly reply: (message: Message) => void;
  readonly fail: (error: unknown) => void;
  readonly expire: () => void;
}

/** A request under way. */
class Asking implements Pending {
  readonly subject: string;
  readonly timeoutMs: number;
  readonly #host: AskHost;
  readonly #question: Question;
  readonly #outcome: Outcome;
  #id = -1;
  #ended = false;

  constructor(host: AskHost, question: Question, outcome: Outcome) {
    this.subject = question.subject;
    this.timeoutMs = question.timeoutMs;
    this.#host = host;
    this.#question = question;
    this.#outcome = outcome;
  }

  /** Sends it. */
  start(max: number | undefined): void {
    const { requests, publish } = this.#host;
    const { data, options: { headers, signal, ownInbox } } = this.#question;
    try {
      checkAsked(this.#question.options, this.timeoutMs);
      signal?.throwIfAborted();
      signal?.addEventListener("abort", this.#abort);
      this.#id = ownInbox === true ? requests.addWithInbox(this, max) : requests.add(this);
      const reply = requests.replySubject(this.#id);
      publish(this.subject, data, headers === undefined ? { reply } : { reply, headers });
    } catch (error) {
      this.#outcome.fail(error);
    }
  }

  /** Ends it, once. */
  end(settle: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#host.requests.delete(this.#id);
    this.#question.options.signal?.removeEventListener("abort", this.#abort);
    settle();
  }

  reply(msg: Msg): void {
    if (!this.#ended) this.#outcome.reply(new Message(msg, this.#host.respond));
  }

  fail(error: Error): void {
    const { subject } = this;
    this.#outcome.fail(
      error instanceof NoRespondersError
        ? new ClientError(
          "no-responders",
          `Cannot request "${subject}": nobody is subscribed to it; start a responder`,
          { subject, cause: error },
        )
        : toClientError(error, `request "${subject}"`),
    );
  }

  expire(): void {
    this.#outcome.expire();
  }

  readonly #abort = () => this.#outcome.fail(this.#question.options.signal?.reason);
}
