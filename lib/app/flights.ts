// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Computations under way by key, so that calls at the same time can share one. */
export class Flights {
  readonly #flights = new Map<string, Promise<unknown>>();

  /** The computation of a key, where one is under way. */
  get(key: string): Promise<unknown> | undefined {
    return this.#flights.get(key);
  }

  /** Computes; `keep` gets the value, unless the key was forgotten meanwhile. */
  async run<T>(
    key: string,
    compute: () => T | Promise<T>,
    keep: (value: T) => void | Promise<void>,
  ): Promise<T> {
    const flight = Promise.resolve().then(compute);
    this.#flights.set(key, flight);
    try {
      const value = await flight;
      if (this.#holds(key, flight)) await keep(value);
      return value;
    } finally {
      if (this.#holds(key, flight)) this.#flights.delete(key);
    }
  }

  /** Has what is under way for a key not kept. */
  forget(key: string): void {
    this.#flights.delete(key);
  }

  /** Has nothing kept of what is under way. */
  clear(): void {
    this.#flights.clear();
  }

  /** Whether a flight is still its key's: neither over nor forgotten. */
  #holds(key: string, flight: Promise<unknown>): boolean {
    return this.#flights.get(key) === flight;
  }
}
