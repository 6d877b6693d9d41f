// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { jetstreamManager } from "@nats-io/jetstream";
import type { KV, KvEntry, KvOptions } from "@nats-io/kv";
import { Kvm } from "@nats-io/kv";
import type { QueuedIterator } from "@nats-io/nats-core";
import { bucketStream, checkBucketConfig, updateBucket } from "./bucket.ts";
import type { OperationTable, Session } from "./session.ts";
import { abortable, toJson } from "./session.ts";
import type { Config, KeyEntry } from "./types.ts";

type KeyOperation =
  | "kv.bucket"
  | "kv.put"
  | "kv.create"
  | "kv.update"
  | "kv.get"
  | "kv.delete"
  | "kv.purge"
  | "kv.keys"
  | "kv.history"
  | "kv.watch";

/** Key-value buckets. */
export const keyOperations: OperationTable<KeyOperation> = {
  async "kv.bucket"(session, { bucket, config }, signal) {
    checkBucketConfig("kv", config);
    const { connection } = session.client();
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const updated = await abortable(updateBucket(manager, `KV_${bucket}`, config), signal);
    if (updated !== undefined) return toJson(updated);
    await abortable(new Kvm(connection).create(bucket, toKvOptions(config)), signal);
    return toJson(await abortable(manager.streams.info(`KV_${bucket}`), signal));
  },
  "kv.put": (session, { bucket, key, data }, signal) =>
    opened(session, bucket, signal, (kv) => kv.put(key, data)),
  "kv.create": (session, { bucket, key, data }, signal) =>
    opened(session, bucket, signal, (kv) => kv.create(key, data)),
  "kv.update": (session, { bucket, key, data, revision }, signal) =>
    opened(session, bucket, signal, async (kv) => await kv.update(key, data, revision)),
  "kv.get": (session, { bucket, key, revision }, signal) =>
    opened(session, bucket, signal, async (kv) => {
      const entry = await kv.get(key, revision === undefined ? undefined : { revision });
      return entry === null ? null : toKeyEntry(entry);
    }),
  "kv.delete": (session, { bucket, key, revision }, signal) =>
    opened(session, bucket, signal, async (kv) => {
      await kv.delete(key, revision === undefined ? {} : { previousSeq: revision });
      return undefined;
    }),
  "kv.purge": (session, { bucket, key, revision }, signal) =>
    opened(session, bucket, signal, async (kv) => {
      await kv.purge(key, revision === undefined ? {} : { previousSeq: revision });
      return undefined;
    }),
  "kv.keys": (session, { bucket, filter }, signal) =>
    opened(session, bucket, signal, async (kv) => {
      const keys = await collect(await kv.keys(filter), { signal });
      return keys.sort();
    }),
  "kv.history": (session, { bucket, key }, signal) =>
    opened(session, bucket, signal, async (kv) => {
      const entries = await collect(await kv.history({ key }), { signal });
      return entries.map(toKeyEntry);
    }),
  "kv.watch": (session, { bucket, key, count, timeoutMs }, signal) =>
    opened(session, bucket, signal, async (kv) => {
      const entries = await kv.watch(key === undefined ? {} : { key });
      return (await collect(entries, { signal, count, timeoutMs })).map(toKeyEntry);
    }),
};

async function opened<T>(
  session: Session,
  bucket: string,
  signal: AbortSignal,
  work: (kv: KV) => Promise<T>,
): Promise<T> {
  const { connection } = session.client();
  await bucketStream(session, `KV_${bucket}`, signal);
  const kv = await abortable(new Kvm(connection).open(bucket), signal);
  return await abortable(work(kv), signal);
}

/** Takes items until there are enough, the time is over, or no more come. */
async function collect<T>(
  items: QueuedIterator<T>,
  limits: { readonly signal: AbortSignal; readonly count?: number; readonly timeoutMs?: number },
): Promise<T[]> {
  const { signal, count = Infinity, timeoutMs } = limits;
  const stop = () => items.stop();
  const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
  signal.addEventListener("abort", stop);
  const taken: T[] = [];
  try {
    for await (const item of items) {
      taken.push(item);
      if (taken.length >= count) break;
    }
    return taken;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

function toKeyEntry({ key, value, revision, operation }: KvEntry): KeyEntry {
  return { key, data: value, revision, operation };
}

/** The KV package's names and units (milliseconds) for ours. */
function toKvOptions(config: Config): Partial<KvOptions> {
  const { max_value_size: maxValueSize, ttl, ...rest } = config;
  const options: Config = {
    ...rest,
    ...(maxValueSize === undefined ? {} : { maxValueSize }),
    ...(typeof ttl === "number" ? { ttl: ttl / 1e6 } : {}),
  };
  // Its keys were checked; the server judges the values.
  return options as Config & Partial<KvOptions>;
}
