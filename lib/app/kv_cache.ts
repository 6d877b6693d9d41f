// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A cache in a key-value bucket. Loaded on demand: it brings JetStream and the protobuf runtime. */

import { jetstream } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { ClientError, toClientError } from "../client/mod.ts";
import type { Client, CoreJetStream, CoreKeyValue } from "../client/mod.ts";
import { checkTime } from "./cache_bound.ts";
import { Flights } from "./flights.ts";
import { type Bucket, ensureBucket, entryTtl } from "./kv_bucket.ts";
import { toKvKey } from "./kv_key.ts";
import type { KvCacheOptions } from "./open_kv_cache.ts";
import { decodePayload, encodePayload } from "./payload.ts";
import type { CacheCounters, Computed, EntryOptions, ValueCache } from "./value_cache.ts";

/** Counters since the cache was opened. */
export interface KvCacheStats extends CacheCounters {
  /** What the bucket could not do; those values were computed, or not kept. */
  readonly failures: number;
}

interface KvCacheParts {
  readonly client: Client;
  readonly js: CoreJetStream;
  readonly kv: CoreKeyValue;
  readonly bucket: Bucket;
  readonly options: KvCacheOptions;
}

/** Values that were there carry it. */
interface Found {
  readonly value: unknown;
}

/** A failure is told when so many milliseconds have passed since the one before. */
const quietMs = 1000;

/**
 * Values in a key-value bucket, which all applications share that open it. Within one of them, calls
 * at the same time share one computation; another one may compute the same, and so keep a key that
 * was deleted meanwhile. A bucket that fails fails no call but `delete`: the value is computed, and
 * the failure counted and logged.
 */
export class KvCache implements ValueCache {
  readonly #parts: KvCacheParts;
  readonly #flights = new Flights();
  readonly #counts = { hits: 0, misses: 0, shared: 0, failures: 0 };
  #toldAt = -Infinity;
  #untold = 0;

  private constructor(parts: KvCacheParts) {
    this.#parts = parts;
  }

  /** Called by `openKvCache`. */
  static async open(client: Client, options: KvCacheOptions): Promise<KvCache> {
    const timeout = checkTime("timeoutMs", options.timeoutMs ?? 1000);
    const bucket = await ensureBucket(client, options);
    const js = jetstream(client.connection, { timeout });
    const kv = await new Kvm(js).open(options.bucket, { allow_direct: bucket.direct });
    return new KvCache({ client, js, kv, bucket, options });
  }

  /** The value of a key; undefined where there is none any more, or the bucket fails. */
  async get(key: string, { type }: Pick<EntryOptions, "type"> = {}): Promise<unknown> {
    const found = await this.#find(key, type);
    this.#counts[found === undefined ? "misses" : "hits"]++;
    return found?.value;
  }

  /**
   * Keeps a value. A time to live other than the bucket's takes a server from 2.11, and is rounded
   * up to whole seconds.
   *
   * @throws {RangeError} where `ttlMs` is no positive number
   */
  async set(key: string, value: unknown, options: EntryOptions = {}): Promise<void> {
    if (options.ttlMs !== undefined) checkTime("ttlMs", options.ttlMs);
    this.#flights.forget(key);
    await this.#keep(key, value, options);
  }

  /**
   * Forgets a key; a computation under way for it is not kept either.
   *
   * @throws {ClientError} `connection`, `timeout`, `js:…` where others may still find it
   */
  async delete(key: string): Promise<void> {
    this.#flights.forget(key);
    const doing = `forget "${key}"`;
    try {
      this.#checkConnected(doing);
      await this.#parts.kv.delete(await toKvKey(key));
    } catch (error) {
      throw toClientError(error, doing);
    }
  }

  /**
   * The value of a key; computed and kept where there is none. Calls at the same time share one
   * computation. Where it fails, all of them do, and nothing is kept.
   *
   * @throws {RangeError} where `ttlMs` is no positive number
   */
  async getOrCompute<T>(
    key: string,
    compute: () => T | Promise<T>,
    options: EntryOptions = {},
  ): Promise<Computed<T>> {
    if (options.ttlMs !== undefined) checkTime("ttlMs", options.ttlMs);
    const present = this.#flights.get(key);
    // A key stands for values of one type, as the interface says: also where another call, or
    // another application, has computed it.
    if (present !== undefined) return this.#count(await present as Computed<T>, "shared");
    const flight = this.#flights.run<Computed<T>>(
      key,
      async () => {
        const found = await this.#find(key, options.type);
        if (found !== undefined) return { value: found.value as T, from: "cache" };
        return { value: await compute(), from: "computed" };
      },
      ({ value, from }) => from === "cache" ? undefined : this.#keep(key, value, options),
    );
    return this.#count(await flight, "computed");
  }

  /** Counters up to now. */
  stats(): KvCacheStats {
    return { ...this.#counts };
  }

  /** Counts how a value was come by: by `way`, where it was not there. */
  #count<T>({ value, from }: Computed<T>, way: "shared" | "computed"): Computed<T> {
    this.#counts[from === "cache" ? "hits" : "misses"]++;
    if (from === "cache") return { value, from };
    if (way === "shared") this.#counts.shared++;
    return { value, from: way };
  }

  async #find(key: string, type = this.#type): Promise<Found | undefined> {
    return await this.#attempt(`find "${key}"`, async () => {
      const entry = await this.#parts.kv.get(await toKvKey(key));
      if (entry === null || entry.operation !== "PUT") return undefined;
      return { value: decodePayload(type, entry.value) };
    });
  }

  async #keep(key: string, value: unknown, options: EntryOptions): Promise<void> {
    const { type = this.#type, ttlMs = this.#parts.bucket.ttlMs } = options;
    const { js, bucket } = this.#parts;
    await this.#attempt(`keep "${key}"`, async () => {
      const data = encodePayload(type, value);
      const ttl = entryTtl(bucket, ttlMs);
      await js.publish(`$KV.${bucket.name}.${await toKvKey(key)}`, data, { ...ttl && { ttl } });
    });
  }

  get #type(): NonNullable<EntryOptions["type"]> {
    return this.#parts.options.type ?? "json";
  }

  async #attempt<T>(doing: string, action: () => Promise<T>): Promise<T | undefined> {
    try {
      // Without this it would wait for the reconnect.
      this.#checkConnected(doing);
      return await action();
    } catch (error) {
      this.#fail(toClientError(error, doing));
      return undefined;
    }
  }

  #checkConnected(doing: string): void {
    if (this.#parts.client.state === "connected") return;
    throw new ClientError("connection", `Cannot ${doing}: not connected`);
  }

  #fail({ message }: ClientError): void {
    this.#counts.failures++;
    this.#untold++;
    if (performance.now() - this.#toldAt < quietMs) return;
    const others = this.#untold === 1 ? "" : ` (and ${this.#untold - 1} more before)`;
    const { log = console.error, bucket } = this.#parts.options;
    this.#toldAt = performance.now();
    this.#untold = 0;
    log(`cache ${bucket}: ${message}${others}`);
  }
}
