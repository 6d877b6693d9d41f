// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { estimateSize } from "./cache_size.ts";

/** How a cache is bounded, and what time it goes by. */
export interface CacheOptions {
  /** Default: 10,000. */
  readonly maxEntries?: number;
  /** The bytes of all values and keys. Default: 64 MiB. */
  readonly maxBytes?: number;
  /** How long an entry lives that does not say so itself, in milliseconds. Default: 60,000. */
  readonly ttlMs?: number;
  /** The bytes of a value. Default: an estimate. */
  readonly sizeOf?: (value: unknown) => number;
  /** Milliseconds, monotonic. Default: `performance.now`. */
  readonly now?: () => number;
}

/** How long an entry lives. */
export interface EntryOptions {
  /** Milliseconds. Default: the cache's. */
  readonly ttlMs?: number;
}

/** Counters since the cache was made, and what it holds. */
export interface CacheStats {
  /** Values that were there. */
  readonly hits: number;
  /** Values that were not. */
  readonly misses: number;
  /** Misses that were answered by a computation already under way. */
  readonly shared: number;
  /** Entries that had to go before their time, for the bounds. */
  readonly evictions: number;
  /** Entries held, expired ones among them until they are met. */
  readonly entries: number;
  /** Their size. */
  readonly bytes: number;
}

/** A value, and how it was come by. */
export interface Computed<T> {
  /** The value. */
  readonly value: T;
  /** `cache`: it was there. `shared`: another call was computing it. `computed`: by this call. */
  readonly from: "cache" | "shared" | "computed";
}

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
  readonly size: number;
}

/**
 * Values by key, each for a time, bounded in number and bytes: the least recently used go first.
 * A key stands for values of one type; that is the caller's business.
 *
 * @example
 * ```ts
 * import { Cache } from "@natsrig/natsrig/app";
 * import { assertEquals } from "@std/assert";
 *
 * const cache = new Cache({ ttlMs: 5000 });
 * assertEquals(await cache.getOrCompute("answer", () => 42), { value: 42, from: "computed" });
 * assertEquals(await cache.getOrCompute("answer", () => 43), { value: 42, from: "cache" });
 * ```
 */
export class Cache {
  readonly #options: Required<CacheOptions>;
  // In order of use, the least recent first.
  readonly #entries = new Map<string, Entry>();
  readonly #flights = new Map<string, Promise<unknown>>();
  readonly #counts = { hits: 0, misses: 0, shared: 0, evictions: 0 };
  #bytes = 0;

  /**
   * Makes an empty cache.
   *
   * @throws {RangeError} where a bound is no positive number
   */
  constructor(options: CacheOptions = {}) {
    this.#options = {
      maxEntries: 10_000,
      maxBytes: 64 * 1024 ** 2,
      ttlMs: 60_000,
      sizeOf: estimateSize,
      now: () => performance.now(),
      ...options,
    };
    for (const name of ["maxEntries", "maxBytes", "ttlMs"] as const) {
      checkPositive(name, this.#options[name]);
    }
  }

  /** The value of a key, or undefined where there is none any more. */
  get(key: string): unknown {
    const entry = this.#find(key);
    this.#counts[entry === undefined ? "misses" : "hits"]++;
    return entry?.value;
  }

  /**
   * Keeps a value; one that is larger than the whole cache is not kept.
   *
   * @throws {RangeError} where `ttlMs` is no positive number
   */
  set(key: string, value: unknown, options: EntryOptions = {}): void {
    const ttlMs = checkPositive("ttlMs", options.ttlMs ?? this.#options.ttlMs);
    this.delete(key);
    const size = 2 * key.length + this.#options.sizeOf(value);
    if (size > this.#options.maxBytes) return;
    this.#entries.set(key, { value, size, expiresAt: this.#options.now() + ttlMs });
    this.#bytes += size;
    this.#evict();
  }

  /** Forgets a key; a computation under way for it is not kept either. */
  delete(key: string): void {
    this.#flights.delete(key);
    this.#drop(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear();
    this.#flights.clear();
    this.#bytes = 0;
  }

  /**
   * The value of a key; computed and kept where there is none. Calls at the same time share one
   * computation. Where it fails, all of them do, and nothing is kept.
   */
  async getOrCompute<T>(
    key: string,
    compute: () => T | Promise<T>,
    options: EntryOptions = {},
  ): Promise<Computed<T>> {
    const entry = this.#find(key);
    if (entry !== undefined) {
      this.#counts.hits++;
      // A key stands for values of one type, as the class says.
      return { value: entry.value as T, from: "cache" };
    }
    this.#counts.misses++;
    const present = this.#flights.get(key);
    if (present !== undefined) {
      this.#counts.shared++;
      return { value: await present as T, from: "shared" };
    }
    const flight = Promise.resolve().then(compute);
    this.#flights.set(key, flight);
    try {
      const value = await flight;
      if (this.#flights.get(key) === flight) this.set(key, value, options);
      return { value, from: "computed" };
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    }
  }

  /** Counters, and what it holds. */
  stats(): CacheStats {
    return { ...this.#counts, entries: this.#entries.size, bytes: this.#bytes };
  }

  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (this.#options.now() >= entry.expiresAt) {
      this.#drop(key);
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.size;
  }

  #evict(): void {
    for (const key of this.#entries.keys()) {
      const { maxEntries, maxBytes } = this.#options;
      if (this.#entries.size <= maxEntries && this.#bytes <= maxBytes) return;
      this.#drop(key);
      this.#counts.evictions++;
    }
  }
}

function checkPositive(name: string, value: number): number {
  if (value > 0) return value;
  throw new RangeError(`Cannot cache as "${name}" must be more than 0: current value is ${value}`);
}
