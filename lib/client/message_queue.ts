// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Message } from "./message.ts";

/** Messages taken from the front are let go of in steps, so that taking one stays cheap. */
const compactAt = 1024;

/** Messages in the order they came, with the bytes of their payloads. */
export class MessageQueue {
  #items: (Message | undefined)[] = [];
  #head = 0;
  #bytes = 0;

  /** How many messages it holds. */
  get length(): number {
    return this.#items.length - this.#head;
  }

  /** Bytes of their payloads. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a message at the end. */
  push(message: Message): void {
    this.#items.push(message);
    this.#bytes += message.data.length;
  }

  /** Takes the first message. */
  shift(): Message | undefined {
    const message = this.#items[this.#head];
    if (message === undefined) return undefined;
    this.#items[this.#head++] = undefined;
    this.#bytes -= message.data.length;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head >= compactAt && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return message;
  }
}
