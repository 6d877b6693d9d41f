// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { jetstreamConfig } from "./jetstream_config.ts";
import { stream } from "./jetstream_field.ts";
import { awaitStreamLeader } from "./leader.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `stream.update`. */
export const streamUpdate: Action = defineAction({
  key: "stream.update",
  about: "Changes a stream's configuration; what `config` leaves out stays as it is. " +
    "`expect` matches the stream's info: `{ config, state, … }`.",
  example: "- stream.update: ORDERS\n  config: { max_msgs: 1000 }",
  traits: { actor: "client", feature: "jetstream" },
  schema: z.strictObject({
    "stream.update": stream(),
    config: jetstreamConfig(
      "what changes, by the names of the server's API, with durations such as `5s` and sizes " +
        "such as `1MiB`",
    ),
    ...expectOne,
  }),
  async run({ "stream.update": stream, config }, context) {
    const info = await context.client().call("stream.update", { stream, config }, context.signal);
    return { items: [{ value: await awaitStreamLeader(stream, info, context) }] };
  },
});
