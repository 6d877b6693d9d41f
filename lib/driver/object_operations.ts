// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { jetstreamManager } from "@nats-io/jetstream";
import type { ObjectInfo, ObjectStore, ObjectStoreOptions } from "@nats-io/obj";
import { Objm } from "@nats-io/obj";
import { bucketStream, checkBucketConfig, updateBucket } from "./bucket.ts";
import { DriverError } from "./error.ts";
import type { OperationTable, Session } from "./session.ts";
import { abortable, toJson } from "./session.ts";
import type { Config, ObjectEntry } from "./types.ts";

type ObjectOperation =
  | "object.bucket"
  | "object.put"
  | "object.get"
  | "object.delete"
  | "object.list"
  | "object.info";

/** Object buckets. */
export const objectOperations: OperationTable<ObjectOperation> = {
  async "object.bucket"(session, { bucket, config }, signal) {
    checkBucketConfig("object", config);
    const { connection } = session.client();
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const updated = await abortable(updateBucket(manager, `OBJ_${bucket}`, config), signal);
    if (updated !== undefined) return toJson(updated);
    // Its keys were checked, and are the package's; the server judges the values.
    const options = { ...config } as Config & Partial<ObjectStoreOptions>;
    await abortable(new Objm(connection).create(bucket, options), signal);
    return toJson(await abortable(manager.streams.info(`OBJ_${bucket}`), signal));
  },
  "object.put": (session, { bucket, key, data }, signal) =>
    opened(
      session,
      bucket,
      signal,
      async (store) => toObjectEntry(await store.putBlob({ name: key }, data)),
    ),
  "object.get": (session, { bucket, key }, signal) =>
    opened(session, bucket, signal, (store) => store.getBlob(key)),
  "object.delete": (session, { bucket, key }, signal) =>
    opened(session, bucket, signal, async (store) => {
      if (await store.info(key) === null) {
        throw new DriverError(`There is no object "${key}" in "${bucket}"`, { code: "js:10037" });
      }
      await store.delete(key);
      return undefined;
    }),
  "object.list": (session, { bucket }, signal) =>
    opened(session, bucket, signal, async (store) => (await store.list()).map(toObjectEntry)),
  "object.info": (session, { bucket, key }, signal) =>
    opened(session, bucket, signal, async (store) => {
      const info = await store.info(key);
      return info === null ? null : toObjectEntry(info);
    }),
};

async function opened<T>(
  session: Session,
  bucket: string,
  signal: AbortSignal,
  work: (store: ObjectStore) => Promise<T>,
): Promise<T> {
  await bucketStream(session, `OBJ_${bucket}`, signal);
  const store = await abortable(new Objm(session.client().connection).open(bucket, false), signal);
  return await abortable(work(store), signal);
}

function toObjectEntry(info: ObjectInfo): ObjectEntry {
  const { name, size, chunks, digest, deleted = false, description = "" } = info;
  return {
    name,
    size,
    chunks,
    digest,
    deleted,
    ...(description === "" ? {} : { description }),
  };
}
