// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { jetstreamConfig } from "./jetstream_config.ts";
import { stream } from "./jetstream_field.ts";
import { awaitPlacement, awaitStreamLeader } from "./leader.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `stream.create`. */
export const streamCreate: Action = defineAction({
  key: "stream.create",
  about: "Creates a stream, and ends when the stream has a leader. " +
    "`expect` matches the stream's info: `{ config, state, … }`.",
  example: `- stream.create: ORDERS\n  config: { subjects: ["orders.>"], max_age: 1h }`,
  traits: { actor: "client", feature: "jetstream" },
  schema: z.strictObject({
    "stream.create": stream(),
    config: jetstreamConfig(
      "the stream's configuration by the names of the server's API, with durations such as `5s` " +
        "and sizes such as `1MiB`; default: the server's, with the stream's name as its subject",
    ).optional(),
    ...expectOne,
  }),
  async run({ "stream.create": stream, config = {} }, context) {
    const create = () => context.client().call("stream.create", { stream, config }, context.signal);
    const info = await awaitPlacement(create, context);
    return { items: [{ value: await awaitStreamLeader(stream, info, context) }] };
  },
});
