// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type JetStreamManager, jetstreamManager, type StreamConfig } from "@nats-io/jetstream";
import { type Client, ClientError, toClientError } from "../client/mod.ts";
import { checkBound, checkTime } from "./cache_bound.ts";
import type { KvCacheOptions } from "./open_kv_cache.ts";

/** What a cache has to know of its bucket. */
export interface Bucket {
  readonly name: string;
  /** How long its entries live; Infinity where it does not say. */
  readonly ttlMs: number;
  /** Whether an entry may have a time of its own. */
  readonly entryTimes: boolean;
  /** Whether each of its servers gives values. */
  readonly direct: boolean;
}

/**
 * The bucket of a cache; created where there is none.
 *
 * @throws {RangeError} where a bound or a time is none
 * @throws {ClientError} `timeout`, `no-responders`, `js:…`
 */
export async function ensureBucket(client: Client, options: KvCacheOptions): Promise<Bucket> {
  const wish = bucketConfig(client, options);
  const doing = `open the bucket "${options.bucket}"`;
  try {
    const { streams } = await jetstreamManager(client.connection, {
      checkAPI: false,
      timeout: openTimeoutMs,
    });
    const config = await findOrCreate(streams, wish);
    return {
      name: options.bucket,
      ttlMs: config.max_age === 0 ? Infinity : config.max_age / 1e6,
      entryTimes: config.allow_msg_ttl === true,
      direct: config.allow_direct === true,
    };
  } catch (error) {
    const failure = toClientError(error, doing);
    if (failure.code !== "no-responders") throw failure;
    const advice = "JetStream does not answer; check that it is enabled";
    throw new ClientError("no-responders", `Cannot ${doing}: ${advice}`, { cause: error });
  }
}

/**
 * The time to live of an entry as the server takes it: `5s`; undefined for the bucket's own.
 *
 * @throws {ClientError} `unexpected` where the bucket cannot do that
 */
export function entryTtl(bucket: Bucket, ttlMs: number): string | undefined {
  if (ttlMs === bucket.ttlMs) return undefined;
  if (bucket.entryTimes) return `${Math.ceil(Math.min(ttlMs, bucket.ttlMs) / 1000)}s`;
  throw new ClientError(
    "unexpected",
    `Cannot keep an entry for ${ttlMs} ms: those of the bucket live for ${bucket.ttlMs} ms, and ` +
      "it has no times of their own; that takes a server from 2.11 when the bucket is created",
  );
}

// Waiting for a leader is included.
const openTimeoutMs = 5000;
// The server has none shorter.
const shortestTtlMs = 100;
const streamNotFound = "stream-not-found";
const nameTaken = "js:10058";

async function findOrCreate(
  streams: JetStreamManager["streams"],
  wish: Partial<StreamConfig> & { readonly name: string },
): Promise<StreamConfig> {
  const find = async (): Promise<StreamConfig> => (await streams.info(wish.name)).config;
  try {
    return await find();
  } catch (error) {
    if (toClientError(error, "find it").code !== streamNotFound) throw error;
  }
  try {
    return (await streams.add(wish)).config;
  } catch (error) {
    // Another one was quicker, and has other bounds.
    if (toClientError(error, "create it").code !== nameTaken) throw error;
    return await find();
  }
}

/** A bucket as ADR-8 has it, but that the oldest entries go where it is full: it is a cache. */
function bucketConfig(
  client: Client,
  options: KvCacheOptions,
): Partial<StreamConfig> & { readonly name: string } {
  const { bucket, ttlMs = 60_000, maxBytes = 64 * 1024 ** 2, replicas = 1 } = options;
  checkTime("ttlMs", ttlMs, shortestTtlMs);
  checkBound("maxBytes", maxBytes);
  checkBound("replicas", replicas);
  if (!/^[\w-]+$/.test(bucket)) {
    throw new RangeError(
      `Cannot cache as "bucket" must be letters, digits, - and _: current value is "${bucket}"`,
    );
  }
  return {
    name: `KV_${bucket}`,
    subjects: [`$KV.${bucket}.>`],
    max_msgs_per_subject: 1,
    max_age: Math.round(ttlMs * 1e6),
    max_bytes: maxBytes,
    discard: "old",
    num_replicas: replicas,
    deny_delete: true,
    allow_rollup_hdrs: true,
    allow_direct: true,
    ...hasEntryTimes(client) && { allow_msg_ttl: true },
  };
}

function hasEntryTimes({ serverVersion = "0.0" }: Client): boolean {
  const [major = 0, minor = 0] = serverVersion.split(".").map(Number);
  return major > 2 || (major === 2 && minor >= 11);
}
