// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { LRUCache } from "lru-cache";
import { checkBound, checkTime } from "./cache_bound.ts";
import { estimateSize } from "./cache_size.ts";
import { Flights } from "./flights.ts";
import type { CacheCounters, Computed, EntryOptions, ValueCache } from "./value_cache.ts";

/** How a cache is bounded, and what time it goes by. */
export interface CacheOptions {
  /** Room for that many is set aside at once. Default: 10,000. */
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

/** Counters since the cache was made, and what it holds. */
export interface CacheStats extends CacheCounters {
  /** Entries that had to go before their time, for the bounds. */
  readonly evictions: number;
  /** Entries held, expired ones among them until they are met. */
  readonly entries: number;
  /** Their size. */
  readonly bytes: number;
}

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
}

const mostEntries = 2 ** 24;

/**
 * Values in memory, each for a time, bounded in number and bytes: the least recently used go first.
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
export class Cache implements ValueCache {
  readonly #options: Required<CacheOptions>;
  // It keeps the bounds; the times are this class's, exact to the clock that is given.
  readonly #entries: LRUCache<string, Entry>;
  readonly #flights = new Flights();
  readonly #counts = { hits: 0, misses: 0, shared: 0, evictions: 0 };

  /**
   * Makes an empty cache.
   *
   * @throws {RangeError} where a bound is no whole number from 1, or `ttlMs` no positive number
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
    const { maxEntries, maxBytes, ttlMs } = this.#options;
    checkBound("maxEntries", maxEntries, mostEntries);
    checkBound("maxBytes", maxBytes);
    checkTime("ttlMs", ttlMs);
    this.#entries = new LRUCache({
      max: maxEntries,
      maxSize: maxBytes,
      dispose: (_entry, _key, reason) => {
        if (reason === "evict") this.#counts.evictions++;
      },
    });
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
    const ttlMs = checkTime("ttlMs", options.ttlMs ?? this.#options.ttlMs);
    this.delete(key);
    // The library takes whole numbers from 1.
    const size = Math.max(1, Math.ceil(2 * key.length + this.#options.sizeOf(value)));
    this.#entries.set(key, { value, expiresAt: this.#options.now() + ttlMs }, { size });
  }

  /** Forgets a key; a computation under way for it is not kept either. */
  delete(key: string): void {
    this.#flights.forget(key);
    this.#entries.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#flights.clear();
    this.#entries.clear();
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
    const keep = (value: T): void => this.set(key, value, options);
    return { value: await this.#flights.run(key, compute, keep), from: "computed" };
  }

  /** Counters, and what it holds. */
  stats(): CacheStats {
    const { size, calculatedSize } = this.#entries;
    return { ...this.#counts, entries: size, bytes: calculatedSize };
  }

  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#options.now() < entry.expiresAt) return entry;
    this.#entries.delete(key);
    return undefined;
  }
}
