// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { PayloadType } from "../codec/payload_type.ts";

/** How an entry is kept. */
export interface EntryOptions {
  /** How long it lives, in milliseconds. Default: the cache's. */
  readonly ttlMs?: number;
  /** How its value is encoded, where the cache is shared. Default: the cache's. */
  readonly type?: PayloadType;
}

/** Counters since a cache was made. */
export interface CacheCounters {
  /** Values that were there. */
  readonly hits: number;
  /** Values that were not. */
  readonly misses: number;
  /** Calls that were answered by a computation already under way. They count as misses, too. */
  readonly shared: number;
}

/** A value, and how it was come by. */
export interface Computed<T> {
  /** The value. */
  readonly value: T;
  /** `cache`: it was there. `shared`: another call was computing it. `computed`: by this call. */
  readonly from: "cache" | "shared" | "computed";
}

/**
 * Values by key, each for a time: what handlers see of a cache, wherever it keeps them. A key stands
 * for values of one type; that is the caller's business.
 */
export interface ValueCache {
  /** The value of a key, to be awaited; undefined where there is none any more. */
  get(key: string, options?: Pick<EntryOptions, "type">): unknown;
  /**
   * Keeps a value.
   *
   * @throws {RangeError} where `ttlMs` is no positive number
   */
  set(key: string, value: unknown, options?: EntryOptions): void | Promise<void>;
  /** Forgets a key; a computation under way for it is not kept either. */
  delete(key: string): void | Promise<void>;
  /**
   * The value of a key; computed and kept where there is none. Calls at the same time share one
   * computation. Where it fails, all of them do, and nothing is kept.
   */
  getOrCompute<T>(
    key: string,
    compute: () => T | Promise<T>,
    options?: EntryOptions,
  ): Promise<Computed<T>>;
  /** Counters up to now. */
  stats(): CacheCounters;
}
