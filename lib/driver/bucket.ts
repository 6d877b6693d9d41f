// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { JetStreamManager, StreamInfo, StreamUpdateConfig } from "@nats-io/jetstream";
import { JetStreamApiError, jetstreamManager } from "@nats-io/jetstream";
import type { Json } from "../scenario/types.ts";
import { DriverError } from "./error.ts";
import type { Session } from "./session.ts";
import { abortable } from "./session.ts";
import type { Config } from "./types.ts";

/** What each setting of a bucket is called in its stream's configuration. */
const streamNames: { readonly [key: string]: string } = {
  description: "description",
  history: "max_msgs_per_subject",
  ttl: "max_age",
  max_bytes: "max_bytes",
  max_value_size: "max_msg_size",
  storage: "storage",
  replicas: "num_replicas",
  compression: "compression",
  placement: "placement",
  metadata: "metadata",
};
const keyOnly: readonly string[] = ["history", "max_value_size"];

/**
 * Refuses settings that buckets of a kind do not have.
 *
 * @throws {DriverError}
 */
export function checkBucketConfig(kind: "kv" | "object", config: Config): void {
  const known = Object.keys(streamNames).filter((key) => kind === "kv" || !keyOnly.includes(key));
  for (const key of Object.keys(config)) {
    if (known.includes(key)) continue;
    throw new DriverError(
      `Cannot make a bucket with unknown setting "${key}"; the settings are ${known.join(", ")}`,
    );
  }
}

/**
 * Updates the stream of a bucket that exists; the packages only create.
 *
 * @returns undefined where there is no such bucket
 */
export async function updateBucket(
  { streams }: JetStreamManager,
  stream: string,
  config: Config,
): Promise<StreamInfo | undefined> {
  const changes: { [name: string]: Json } = {};
  for (const [key, value] of Object.entries(config)) {
    const name = streamNames[key];
    if (name === undefined) continue;
    changes[name] = key !== "compression" ? value : value === true ? "s2" : "none";
  }
  const { ttl } = config;
  // The server wants it within the age of messages, and has 2 minutes as its default.
  if (typeof ttl === "number" && ttl > 0) changes.duplicate_window = Math.min(ttl, 120e9);
  try {
    // The server judges the values.
    return await streams.update(stream, changes as Config & Partial<StreamUpdateConfig>);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === 10059) return undefined;
    throw error;
  }
}

/**
 * Makes sure once that a bucket exists: the packages' own errors for one that does not are as
 * various as their calls.
 *
 * @throws {JetStreamApiError} 10059 where it does not
 */
export async function bucketStream(
  session: Session,
  stream: string,
  signal: AbortSignal,
): Promise<void> {
  if (session.buckets.has(stream)) return;
  const manager = await jetstreamManager(session.client().connection, { checkAPI: false });
  await abortable(manager.streams.info(stream), signal);
  session.buckets.add(stream);
}
