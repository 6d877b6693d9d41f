// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** JetStream's configurations, as the server has them. */

import type * as jetstream from "@nats-io/jetstream";

// Aliases of a namespace import: what `deno doc --lint` takes for public types.

/** A stream's configuration; durations are nanoseconds. */
export type CoreStreamConfig = jetstream.StreamConfig;

/** A consumer's configuration; durations are nanoseconds. */
export type CoreConsumerConfig = jetstream.ConsumerConfig;

/** A stream as it shall be. Keys that are left out stay as they are. */
export type StreamWish = Partial<CoreStreamConfig> & {
  /** Its name. */
  readonly name: string;
};

/** A durable consumer as it shall be. Keys that are left out stay as they are. */
export type ConsumerWish = Partial<CoreConsumerConfig> & {
  /** Its name. */
  readonly durable_name: string;
};

/** A key that was changed. */
export interface ConfigDifference {
  /** As the server names it: `max_age`. */
  readonly key: string;
  /** Its value before; undefined where it had none. */
  readonly was: unknown;
  /** Its value now. */
  readonly is: unknown;
}

/** What `ensureStream` and `ensureConsumer` did. */
export interface Ensured {
  /** Whether there was one before, and whether it was changed. */
  readonly outcome: "created" | "updated" | "unchanged";
  /** What was changed of one that was there; sorted by key. */
  readonly differences: readonly ConfigDifference[];
}
