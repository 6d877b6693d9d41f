// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client } from "../client/mod.ts";
import { ClientError, toClientError } from "../client/mod.ts";
import type { Backlog } from "./backlog.ts";
import type { Deliver } from "./deliver.ts";
import type { OutboxListener } from "./event.ts";
import type { Journal } from "./journal.ts";
import type { OutboxRow } from "./store.ts";

/** How the relay goes about it. */
export interface RelaySettings {
  /** Messages that may be under way. */
  readonly inFlight: number;
  /** How long to wait for an acknowledgement, in milliseconds. */
  readonly ackTimeoutMs: number;
  /** The pause before a second try, in milliseconds; it doubles with each. */
  readonly retryWaitMs: number;
  /** The longest pause. */
  readonly maxRetryWaitMs: number;
  /** Definite refusals until a message becomes a dead letter. */
  readonly maxRefusals: number;
}

/** What a relay works on. */
export interface RelayHost {
  readonly client: Client;
  readonly deliver: Deliver;
  readonly backlog: Backlog;
  readonly journal: Journal;
  readonly tell: OutboxListener;
  /** A stream has a message. */
  readonly stored: (stream: string) => void;
}

/** What a relay has done. */
export interface OutboxRelayStats {
  /** Messages that are under way. */
  readonly inFlight: number;
  /** Messages that have arrived. */
  readonly delivered: number;
  /** Those among them that the stream had before. */
  readonly duplicates: number;
  /** Tries that failed and may succeed later. */
  readonly retries: number;
  /** Definite refusals. */
  readonly refusals: number;
}

/** The tries of a message that has not arrived yet. */
interface Tries {
  failed: number;
  refused: number;
}

/**
 * Sends the backlog's rows: many at a time, but of one subject only one, so that whatever fails the
 * order within a subject holds.
 */
export class Relay {
  readonly #host: RelayHost;
  readonly #settings: RelaySettings;
  readonly #tries = new Map<number, Tries>();
  /** The pauses before another try. */
  readonly #pauses = new Map<ReturnType<typeof setTimeout>, OutboxRow>();
  readonly #unlisten: () => void;
  /** Aborted when the connection is lost: what was sent over it is sent again. */
  #link = new AbortController();
  #inFlight = 0;
  #stopping: PromiseWithResolvers<void> | undefined;
  readonly #done = { delivered: 0, duplicates: 0, retries: 0, refusals: 0 };

  /** Listens to the client; `wake` starts it. */
  constructor(host: RelayHost, settings: RelaySettings) {
    this.#host = host;
    this.#settings = settings;
    this.#unlisten = host.client.onStatus(({ status }) => {
      if (status === "disconnect" || status === "close") this.#lost();
      if (status === "close") host.tell({ kind: "stopped" });
      if (status === "reconnect") this.#resume();
    });
  }

  /** What it has done. */
  get stats(): OutboxRelayStats {
    return { inFlight: this.#inFlight, ...this.#done };
  }

  /** Sends what may be sent. */
  wake(): void {
    const { client, backlog, tell } = this.#host;
    try {
      while (this.#inFlight < this.#settings.inFlight) {
        if (this.#stopping !== undefined || client.serverInfo === undefined) return;
        const row = backlog.next();
        if (row === undefined) return;
        this.#inFlight++;
        this.#send(row).finally(() => this.#landed());
      }
    } catch (error) {
      tell({ kind: "store", error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  /** Sends no more; resolves when nothing is under way, after `timeoutMs` at the latest. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping = Promise.withResolvers();
    this.#unlisten();
    for (const pause of this.#pauses.keys()) clearTimeout(pause);
    const limit = setTimeout(() => this.#lost(), timeoutMs);
    if (this.#inFlight > 0) await this.#stopping.promise;
    clearTimeout(limit);
  }

  async #send(row: OutboxRow): Promise<void> {
    const { backlog, journal, deliver, stored } = this.#host;
    const { signal } = this.#link;
    try {
      const delivery = await deliver(row, { timeoutMs: this.#settings.ackTimeoutMs, signal });
      if (delivery.kind === "refused") return this.#refused(row, delivery.error);
      this.#done.delivered++;
      if (delivery.duplicate) this.#done.duplicates++;
      this.#tries.delete(row.seq);
      journal.remove(row.seq);
      backlog.done(row);
      if (delivery.stream !== undefined) stored(delivery.stream);
    } catch (error) {
      if (signal.aborted) backlog.release(row);
      else this.#failed(row, toClientError(error, `publish to "${row.subject}"`, row.subject));
    }
  }

  #landed(): void {
    this.#inFlight--;
    if (this.#inFlight === 0) this.#stopping?.resolve();
    this.wake();
    if (this.#inFlight === 0) this.#host.journal.hurry();
  }

  #failed(row: OutboxRow, error: ClientError): void {
    const tries = this.#triesOf(row);
    tries.failed++;
    this.#done.retries++;
    this.#tell("retry", row, error);
    this.#pause(row, tries.failed + tries.refused);
  }

  #refused(row: OutboxRow, error: ClientError): void {
    const tries = this.#triesOf(row);
    tries.refused++;
    this.#done.refusals++;
    this.#tell("refused", row, error);
    if (tries.refused < this.#settings.maxRefusals) {
      return this.#pause(row, tries.failed + tries.refused);
    }
    this.#tell("dead", row, error);
    this.#tries.delete(row.seq);
    this.#host.journal.bury({ seq: row.seq, reason: `${error.code}: ${error.message}` });
    this.#host.backlog.done(row);
  }

  #triesOf({ seq }: OutboxRow): Tries {
    const known = this.#tries.get(seq);
    if (known !== undefined) return known;
    const none = { failed: 0, refused: 0 };
    this.#tries.set(seq, none);
    return none;
  }

  #tell(kind: "retry" | "refused" | "dead", row: OutboxRow, error: ClientError): void {
    const { failed, refused } = this.#triesOf(row);
    const message = { id: row.id, subject: row.subject };
    this.#host.tell({ kind, message, attempts: failed + refused, error });
  }

  #pause(row: OutboxRow, attempts: number): void {
    const { retryWaitMs, maxRetryWaitMs } = this.#settings;
    this.#host.backlog.hold(row);
    if (this.#stopping !== undefined) return;
    const longest = Math.min(maxRetryWaitMs, retryWaitMs * 2 ** Math.min(attempts - 1, 30));
    // Up to a quarter less, so that many do not come at once.
    const waitMs = longest * (1 - Math.random() / 4);
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      this.#host.backlog.release(row);
      this.wake();
    }, waitMs);
    this.#pauses.set(pause, row);
  }

  #lost(): void {
    const text = "Cannot wait for an acknowledgement: the connection was lost";
    this.#link.abort(new ClientError("connection", text));
    this.#link = new AbortController();
  }

  /** After a reconnect nothing waits any longer. */
  #resume(): void {
    for (const [pause, row] of this.#pauses) {
      clearTimeout(pause);
      this.#host.backlog.release(row);
    }
    this.#pauses.clear();
    this.wake();
  }
}
