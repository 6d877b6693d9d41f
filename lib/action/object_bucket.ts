// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { bytes, nanoseconds } from "./jetstream_config.ts";
import { bucket, bucketSettings } from "./jetstream_field.ts";
import { awaitPlacement, awaitStreamLeader } from "./leader.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

const config = z.strictObject({
  ttl: nanoseconds("how long objects live, such as `5s`; default: for ever").exactOptional(),
  max_bytes: bytes("how much it may hold, such as `1MiB`; default: no limit").exactOptional(),
  ...bucketSettings,
});

/** The action `object.bucket`. */
export const objectBucket: Action = defineAction({
  key: "object.bucket",
  about: "Creates an object bucket, or updates it where it exists, " +
    "and ends when its stream has a leader.",
  example: "- object.bucket: files\n  config: { max_bytes: 1MiB }",
  traits: { actor: "client", feature: "object" },
  schema: z.strictObject({
    "object.bucket": bucket(),
    config: config.optional().describe("its settings; each has its own default"),
  }),
  async run({ "object.bucket": bucket, config = {} }, context) {
    const create = () => context.client().call("object.bucket", { bucket, config }, context.signal);
    await awaitPlacement(create, context);
    await awaitStreamLeader(`OBJ_${bucket}`, undefined, context);
    return nothing;
  },
});
