// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { bytes, nanoseconds } from "./jetstream_config.ts";
import { bucket, bucketSettings } from "./jetstream_field.ts";
import { awaitPlacement, awaitStreamLeader } from "./leader.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

const config = z.strictObject({
  history: z.int().min(1).max(64).exactOptional().describe(
    "how many revisions of each key it keeps; default: 1",
  ),
  ttl: nanoseconds("how long values live, such as `5s`; default: for ever").exactOptional(),
  max_bytes: bytes("how much it may hold, such as `1MiB`; default: no limit").exactOptional(),
  max_value_size: bytes("how large a value may be; default: no limit").exactOptional(),
  ...bucketSettings,
});

/** The action `kv.bucket`. */
export const kvBucket: Action = defineAction({
  key: "kv.bucket",
  about: "Creates a key-value bucket, or updates it where it exists, " +
    "and ends when its stream has a leader.",
  example: "- kv.bucket: config\n  config: { history: 5, ttl: 1h, storage: memory }",
  traits: { actor: "client", feature: "kv" },
  schema: z.strictObject({
    "kv.bucket": bucket(),
    config: config.optional().describe("its settings; each has its own default"),
  }),
  async run({ "kv.bucket": bucket, config = {} }, context) {
    const create = () => context.client().call("kv.bucket", { bucket, config }, context.signal);
    await awaitPlacement(create, context);
    await awaitStreamLeader(`KV_${bucket}`, undefined, context);
    return nothing;
  },
});
