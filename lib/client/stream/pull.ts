// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client } from "../client.ts";
import { toClientError } from "../to_client_error.ts";

/** The server gives a request up after this time, in milliseconds. */
const expiresMs = 30_000;
/** How often the server says that it still has the request, in milliseconds. */
const heartbeatMs = 500;
/** The pause after a refusal, in milliseconds; it doubles up to the longest. */
const shortestPauseMs = 100;
const longestPauseMs = 2000;

/** What pulling needs to know. */
export interface PullHost {
  /** The connection. */
  readonly client: Client;
  /** The API's subject for the next messages of the consumer. */
  readonly subject: string;
  /** Where messages are awaited; a token is added for each request. */
  readonly inbox: string;
  /** The most messages to be held at a time. */
  readonly window: number;
  /** The most messages that the consumer gives to one request. */
  readonly maxBatch: number;
  /** How many messages are held. */
  readonly held: () => number;
  /** Whether the consumer is there: asked after refusals. Rejects where it is not. */
  readonly check: () => Promise<void>;
  /** Told what ends the pulling. */
  readonly fail: (error: Error) => void;
  /** Told what does not. */
  readonly report: (error: Error) => void;
}

interface Request {
  readonly reply: string;
  remaining: number;
}

/**
 * Asks for messages, one request at a time, and asks again when a request was lost: the server or
 * the connection had an end, the consumer a new leader.
 */
export class Pull {
  readonly #host: PullHost;
  #watch: ReturnType<typeof setInterval> | undefined;
  #stopListening = (): void => {};
  #request: Request | undefined;
  #serial = 0;
  #heardAt = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #refusals = 0;
  #ended = false;

  /** Made by a consumption. */
  constructor(host: PullHost) {
    this.#host = host;
  }

  /** Begins. */
  begin(): void {
    this.#watch = setInterval(() => this.#look(), heartbeatMs);
    this.#stopListening = this.#host.client.onStatus(({ status }) => {
      if (status === "disconnect") this.#request = undefined;
      if (status === "reconnect") this.#again();
    });
    this.ask();
  }

  /** Asks for what there is room for, unless it has been asked for already. */
  ask(): void {
    const { client, subject, inbox, window, maxBatch, held } = this.#host;
    if (this.#ended || this.#request !== undefined || this.#pause !== undefined) return;
    if (client.state !== "connected") return;
    const room = window - held();
    // Half of it at least, so that a request brings more than one message.
    if (room < window / 2) return;
    const request = { reply: `${inbox}.${++this.#serial}`, remaining: Math.min(room, maxBatch) };
    const wish = {
      batch: request.remaining,
      expires: expiresMs * 1e6,
      idle_heartbeat: heartbeatMs * 1e6,
    };
    this.#request = request;
    this.#heardAt = performance.now();
    try {
      client.publish(subject, JSON.stringify(wish), { reply: request.reply });
    } catch (error) {
      this.#host.report(toClientError(error, "ask for messages"));
      this.#refused();
    }
  }

  /** A message has come. */
  received(): void {
    this.#heardAt = performance.now();
    this.#refusals = 0;
    if (this.#request !== undefined && --this.#request.remaining === 0) this.#request = undefined;
  }

  /** The server says something of a request. */
  told(subject: string, { code, description }: { code: number; description: string }): void {
    if (subject !== this.#request?.reply) return;
    this.#heardAt = performance.now();
    if (code === 100) this.#refusals = 0;
    else if (code === 404 || code === 408 || /batch completed/i.test(description)) {
      this.#again();
    } else if (code === 400) {
      this.#host.fail(new Error(`the server refused a pull: ${description}`));
    } else this.#refused();
  }

  /** Asks no more. */
  end(): void {
    this.#ended = true;
    clearInterval(this.#watch);
    clearTimeout(this.#pause);
    this.#stopListening();
  }

  #again(): void {
    this.#request = undefined;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.ask();
  }

  /** A request of which nothing is heard any more is made anew. */
  #look(): void {
    if (this.#request === undefined) return this.ask();
    if (performance.now() - this.#heardAt > 2.5 * heartbeatMs) this.#refused();
  }

  #refused(): void {
    const { check, fail } = this.#host;
    this.#request = undefined;
    const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** this.#refusals++);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#again();
      // Right after a server's start it may not know yet of what it stores.
      if (this.#refusals > 3 && !this.#ended) check().catch(fail);
    }, pauseMs);
  }
}
