// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Message } from "../client/mod.ts";
import { MessageQueue } from "../client/message_queue.ts";

/** How a {@linkcode Lane} works, and what it is bounded by. */
export interface LaneOptions {
  /** Messages that are handled at once. */
  readonly concurrency: number;
  /** Messages that may wait. */
  readonly maxMessages: number;
  /** Payload bytes that may wait. */
  readonly maxBytes: number;
  /** Handles a message; true: it is done, false: `done` is called when it is. */
  readonly handle: (message: Message, done: () => void) => boolean;
  /** Gets a message that there is no room for; for the first in a row also how many wait. */
  readonly refuse: (message: Message, waiting: number | undefined) => void;
}

/** The work of one subject: some messages are handled at once, some more wait in order. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #queue = new MessageQueue();
  #running = 0;
  /** The last message was refused. */
  #refusing = false;
  #idle: PromiseWithResolvers<void> | undefined;

  /** Makes an idle one. */
  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Messages that are being handled. */
  get running(): number {
    return this.#running;
  }

  /** Messages that wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Handles a message now, later, or not at all. */
  push(message: Message): void {
    const { concurrency, refuse } = this.#options;
    const free = this.#running < concurrency;
    if (!free && this.#full(message.data.length)) {
      refuse(message, this.#refusing ? undefined : this.waiting);
      this.#refusing = true;
      return;
    }
    this.#refusing = false;
    if (free) this.#start(message);
    else this.#queue.push(message);
  }

  /** Takes all that wait. */
  *take(): Generator<Message> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) yield next;
  }

  /** Resolves when nothing is handled and nothing waits. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    this.#idle ??= Promise.withResolvers();
    return this.#idle.promise;
  }

  #full(size: number): boolean {
    const { maxMessages, maxBytes } = this.#options;
    return this.waiting >= maxMessages || this.#queue.bytes + size > maxBytes;
  }

  /** Handles a message, then those that wait. Quick ones take no extra turn. */
  #start(first: Message): void {
    this.#running++;
    for (let message: Message | undefined = first; message; message = this.#queue.shift()) {
      if (!this.#options.handle(message, this.#done)) return;
    }
    this.#running--;
    this.#checkIdle();
  }

  readonly #done = (): void => {
    this.#running--;
    const next = this.#queue.shift();
    if (next === undefined) this.#checkIdle();
    else this.#start(next);
  };

  #checkIdle(): void {
    if (this.#running > 0) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }
}
