// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client, HeadersInit, Payload, WaitOptions } from "../client/mod.ts";
import { checkSubject, ClientError } from "../client/mod.ts";
import { Backlog } from "./backlog.ts";
import { deliverToCore, deliverToStream } from "./deliver.ts";
import { checkDraft, copyHeaders, copyPayload } from "./check_draft.ts";
import { OutboxError } from "./error.ts";
import type { OutboxListener } from "./event.ts";
import { listenerOf } from "./event.ts";
import { Journal } from "./journal.ts";
import type { OutboxSettings } from "./options.ts";
import type { OutboxRelayStats } from "./relay.ts";
import { Relay } from "./relay.ts";
import type { DeadLetter, OutboxDraft, OutboxStore, OutboxTotals } from "./store.ts";
import { sizeOf } from "./store.ts";
import { untilIdle } from "./idle.ts";
import { windowCheck } from "./window_check.ts";

/** How to publish by an outbox. */
export interface OutboxPublishOptions {
  /** Headers to send along. */
  readonly headers?: HeadersInit;
  /**
   * The message's `Nats-Msg-Id`, for who may have to publish again what it does not know to be
   * accepted: an id is taken once. Default: one that no other message has.
   */
  readonly id?: string;
}

/** What became of a publish by an outbox. */
export interface OutboxAccepted {
  /** The message's `Nats-Msg-Id`. */
  readonly id: string;
  /** The id had been accepted before: this message was not taken. */
  readonly duplicate: boolean;
}

/** What an outbox holds and has done since it was opened. */
export interface OutboxStats extends OutboxTotals, OutboxRelayStats {
  /** Messages accepted. */
  readonly accepted: number;
}

/** The parts of an outbox that are opened already. */
export interface OutboxParts {
  /** Where the messages are kept. */
  readonly store: OutboxStore;
  /** How it works. */
  readonly settings: OutboxSettings;
}

/**
 * Messages that are kept until they have arrived, made by `openOutbox`. Disposing of it waits for
 * what is under way, and closes the file; what has not arrived is sent when it is opened again.
 */
export class Outbox implements AsyncDisposable {
  readonly #client: Client;
  readonly #store: OutboxStore;
  readonly #settings: OutboxSettings;
  readonly #tell: OutboxListener;
  readonly #backlog: Backlog;
  readonly #journal: Journal;
  readonly #relay: Relay;
  /** Ids begin with it: no other outbox has it, nor this file when it is opened again. */
  readonly #origin = crypto.randomUUID().replaceAll("-", "").slice(0, 20);
  readonly #idle = new Set<() => void>();
  readonly #closed = new AbortController();
  #count = 0;
  #accepted = 0;
  /** What publishes of this turn will add to the store. */
  #coming = { rows: 0, bytes: 0 };
  #closing: Promise<void> | undefined;

  /** Begins to send what the store holds. */
  constructor({ store, settings }: OutboxParts) {
    const { client, mode, minWindowMs } = settings;
    this.#client = client;
    this.#store = store;
    this.#settings = settings;
    this.#tell = listenerOf(settings.onEvent);
    const backlog = this.#backlog = new Backlog(store);
    const journal = this.#journal = new Journal(store, {
      added: (rows) => {
        backlog.add(rows);
        this.#relay.wake();
      },
      settled: () => this.#settle(),
      failed: (error) => this.#tell({ kind: "store", error: toError(error) }),
    });
    const stored = windowCheck(client, minWindowMs, this.#tell, this.#closed.signal);
    const deliver = mode === "core" ? deliverToCore(client) : deliverToStream(client);
    const host = { client, deliver, backlog, journal, tell: this.#tell, stored };
    this.#relay = new Relay(host, settings);
    this.#relay.wake();
  }

  /** What it holds and has done. */
  get stats(): OutboxStats {
    return { ...this.#store.totals(), ...this.#relay.stats, accepted: this.#accepted };
  }

  /**
   * Accepts a message: when it resolves, the message is on disk, and will be published in the order
   * of the calls with the same subject, whatever happens to this process or to the server. All
   * messages of one turn of the event loop are written together.
   *
   * @throws {ClientError} `outbound-limit` where it holds too much; `invalid-subject`,
   * `invalid-header`, `invalid-option`, `max-payload`
   * @throws {OutboxError} `disk-full`, `closed` and what else the file can have
   */
  async publish(
    subject: string,
    payload: Payload = "",
    options: OutboxPublishOptions = {},
  ): Promise<OutboxAccepted> {
    this.#check(`publish to "${subject}"`);
    checkSubject(subject);
    const { headers, id } = options;
    const draft: OutboxDraft = {
      id: id ?? `${this.#origin}.${++this.#count}`,
      given: id !== undefined,
      subject,
      payload: copyPayload(subject, payload),
      at: Date.now(),
      ...(headers && { headers: copyHeaders(headers) }),
    };
    checkDraft(draft, this.#client.maxPayload);
    const size = this.#reserve(draft);
    try {
      const row = await this.#journal.append(draft);
      if (row !== undefined) this.#accepted++;
      return { id: draft.id, duplicate: row === undefined };
    } finally {
      this.#coming.rows--;
      this.#coming.bytes -= size;
    }
  }

  /**
   * Resolves when all messages have arrived, or are dead letters.
   *
   * @throws {ClientError} `timeout`
   * @throws {OutboxError} `closed`
   */
  async idle(options: WaitOptions = {}): Promise<void> {
    this.#check("wait for the outbox");
    if (this.#isIdle()) return;
    await untilIdle(this.#idle, options);
    this.#check("wait for the outbox");
  }

  /** The messages that were refused too often, oldest first. */
  dead(): readonly DeadLetter[] {
    this.#check("list dead letters");
    return this.#store.dead();
  }

  /**
   * Sends a dead letter again, as the last of its subject.
   *
   * @throws {OutboxError} `not-found`
   */
  retry(id: string): void {
    this.#check("retry a dead letter");
    const row = this.#store.revive(id);
    if (row === undefined) throw noLetter("retry", id);
    this.#backlog.add([row]);
    this.#relay.wake();
  }

  /**
   * Deletes a dead letter.
   *
   * @throws {OutboxError} `not-found`
   */
  drop(id: string): void {
    this.#check("drop a dead letter");
    if (!this.#store.drop(id)) throw noLetter("drop", id);
  }

  /**
   * Writes what was published, waits for the acknowledgements that are under way (at most
   * `ackTimeoutMs`), and closes the file. A second call waits for the first.
   */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  /** Closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    await this.#relay.stop(this.#settings.ackTimeoutMs);
    // The client may be drained next, which waits for replies.
    this.#closed.abort();
    this.#journal.close();
    this.#store.close();
    for (const resolve of this.#idle) resolve();
  }

  #reserve(draft: OutboxDraft): number {
    const { maxRows, maxBytes } = this.#settings;
    const { rows, dead, bytes } = this.#store.totals();
    const size = sizeOf(draft);
    const coming = this.#coming;
    const room = rows + dead + coming.rows < maxRows && bytes + coming.bytes + size <= maxBytes;
    if (!room) {
      const { subject } = draft;
      const text =
        `Cannot publish to "${subject}": the outbox holds ${rows} messages and ${dead} ` +
        `dead letters, ${bytes} bytes; wait until some have arrived, or raise its limits`;
      throw new ClientError("outbound-limit", text, { subject });
    }
    coming.rows++;
    coming.bytes += size;
    return size;
  }

  #isIdle(): boolean {
    return this.#journal.empty && this.#store.totals().rows === 0;
  }

  #settle(): void {
    if (!this.#isIdle()) return;
    for (const resolve of this.#idle) resolve();
  }

  #check(doing: string): void {
    if (this.#closing === undefined) return;
    throw new OutboxError("closed", `Cannot ${doing}: the outbox is closed; open it again`);
  }
}

function noLetter(doing: string, id: string): OutboxError {
  return new OutboxError("not-found", `Cannot ${doing} "${id}": there is no such dead letter`);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
