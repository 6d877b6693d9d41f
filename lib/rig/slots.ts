// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A bound on how much is done at a time. @module */

/** The right to do something. Disposing of it gives it back. */
export interface Slot extends Disposable {
  /** Says that what holds it does nothing for a while: another may be given out meanwhile. */
  rest(resting: boolean): void;
}

/**
 * A number of slots. Those whose holders rest do not count; in all, at most twice the number are
 * given out. A single slot is never lent: one at a time is what was asked for.
 *
 * @example
 * ```ts
 * import { Slots } from "@natsrig/natsrig";
 *
 * const slots = new Slots(2);
 * using _slot = await slots.take();
 * ```
 */
export class Slots {
  readonly #size: number;
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #held = 0;
  #resting = 0;

  /** Makes so many slots, from 1. */
  constructor(size: number) {
    this.#size = size;
    this.#most = size === 1 ? 1 : 2 * size;
  }

  /** Waits for a slot; those who wait get theirs in order. */
  async take(): Promise<Slot> {
    if (this.#waiting.length > 0 || !this.#isFree()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push(resolve);
      this.#wake();
      await promise;
    } else this.#held += 1;
    return this.#slot();
  }

  #slot(): Slot {
    let resting = false;
    let given = false;
    const rest = (next: boolean) => {
      if (given || next === resting) return;
      resting = next;
      this.#resting += next ? 1 : -1;
      this.#wake();
    };
    return {
      rest,
      [Symbol.dispose]: () => {
        if (given) return;
        rest(false);
        given = true;
        this.#held -= 1;
        this.#wake();
      },
    };
  }

  #isFree(): boolean {
    return this.#held - this.#resting < this.#size && this.#held < this.#most;
  }

  /** Gives free slots to those who wait; theirs count from now on. */
  #wake(): void {
    while (this.#waiting.length > 0 && this.#isFree()) {
      this.#held += 1;
      this.#waiting.shift()?.();
    }
  }
}
