// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Something with a time limit. */
export interface Expiring {
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Called when the time is over. */
  expire(): void;
}

/**
 * Time limits of many things at once, with one timer per length of time. A thing never expires
 * early.
 */
export class Deadlines {
  readonly #queues = new Map<number, Queue>();

  /** Starts a thing's time. */
  add(thing: Expiring): void {
    const { timeoutMs } = thing;
    let queue = this.#queues.get(timeoutMs);
    if (queue === undefined) {
      queue = new Queue(timeoutMs, () => this.#queues.delete(timeoutMs));
      this.#queues.set(timeoutMs, queue);
    }
    queue.add(thing);
  }

  /** Lifts a thing's limit. */
  delete(thing: Expiring): void {
    this.#queues.get(thing.timeoutMs)?.delete(thing);
  }

  /** Lifts all limits. */
  clear(): void {
    for (const queue of this.#queues.values()) queue.clear();
    this.#queues.clear();
  }
}

/** Things with limits of one length: they expire in the order they came. */
class Queue {
  readonly #timeoutMs: number;
  readonly #empty: () => void;
  readonly #things = new Map<Expiring, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(timeoutMs: number, empty: () => void) {
    this.#timeoutMs = timeoutMs;
    this.#empty = empty;
  }

  add(thing: Expiring): void {
    this.#things.set(thing, performance.now() + this.#timeoutMs);
    this.#timer ??= setTimeout(() => this.#check(), this.#timeoutMs);
  }

  delete(thing: Expiring): void {
    this.#things.delete(thing);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#things.clear();
  }

  /** The timer is not moved when things leave: it may find that nobody's time is over yet. */
  #check(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const [thing, at] of this.#things) {
      if (at > now) {
        this.#timer = setTimeout(() => this.#check(), Math.ceil(at - now));
        return;
      }
      this.#things.delete(thing);
      thing.expire();
    }
    this.#empty();
  }
}
