// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { jetstreamConfig } from "./jetstream_config.ts";
import { consumer } from "./jetstream_field.ts";
import { awaitConsumerLeader } from "./leader.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `consumer.create`. */
export const consumerCreate: Action = defineAction({
  key: "consumer.create",
  about: "Creates a durable pull consumer, and ends when the consumer has a leader. " +
    "`expect` matches the consumer's info: `{ config, num_pending, … }`.",
  example: "- consumer.create: ORDERS/worker\n  config: { ack_wait: 2s, max_deliver: 3 }",
  traits: { actor: "client", feature: "jetstream" },
  schema: z.strictObject({
    "consumer.create": consumer(),
    config: jetstreamConfig(
      "the consumer's configuration by the names of the server's API, with durations such as " +
        "`5s`; default: the server's, with explicit acknowledgement",
    ).optional(),
    ...expectOne,
  }),
  async run({ "consumer.create": name, config = {} }, context) {
    const info = await context.client().call(
      "consumer.create",
      { ...name, config },
      context.signal,
    );
    return { items: [{ value: await awaitConsumerLeader(name, info, context) }] };
  },
});
