// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client } from "../client/mod.ts";
import type { PayloadType } from "../codec/payload_type.ts";
import type { KvCache } from "./kv_cache.ts";

/** Where a shared cache keeps its values, and how. */
export interface KvCacheOptions {
  /** The bucket: letters, digits, `-` and `_`. One that is not there is created. */
  readonly bucket: string;
  /**
   * How long an entry of a new bucket lives, in milliseconds, from 100; a bucket that is there keeps
   * its own. No entry is to live longer; the server may take some 250 ms more to remove one.
   * Default: 60,000.
   */
  readonly ttlMs?: number;
  /** The most bytes of a new bucket; the oldest entries go first. Default: 64 MiB. */
  readonly maxBytes?: number;
  /** On how many servers of a cluster a new bucket is. Default: 1. */
  readonly replicas?: number;
  /** How a value is encoded whose entry does not say so itself. Default: `json`. */
  readonly type?: PayloadType;
  /** How long the server may take, in milliseconds, until a value is computed. Default: 1000. */
  readonly timeoutMs?: number;
  /** Gets a line for failures of the bucket, one in a second at most. Default: `console.error`. */
  readonly log?: (text: string) => void;
}

/**
 * Opens a cache that applications share: a key-value bucket of JetStream.
 *
 * @example
 * ```ts
 * import { connect, openKvCache, startServer } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer({ jetstream: true });
 * await using client = await connect({ servers: server.url });
 * const one = await openKvCache(client, { bucket: "answers" });
 * const other = await openKvCache(client, { bucket: "answers" });
 * await one.getOrCompute("answer", () => 42);
 * assertEquals(await other.getOrCompute("answer", () => 43), { value: 42, from: "cache" });
 * ```
 *
 * @throws {RangeError} where a bound or a time is none
 * @throws {ClientError} `timeout`, `no-responders`, `js:…` where the bucket cannot be opened
 */
export async function openKvCache(client: Client, options: KvCacheOptions): Promise<KvCache> {
  // Loaded here as it brings JetStream and the protobuf runtime with it.
  const { KvCache } = await import("./kv_cache.ts");
  return await KvCache.open(client, options);
}
