// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { consumer } from "./jetstream_field.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `consumer.info`. */
export const consumerInfo: Action = defineAction({
  key: "consumer.info",
  about: "Asks the server about a consumer. " +
    "`expect` matches the answer as the API gives it: `{ config, num_pending, … }`.",
  example: "- consumer.info: ORDERS/worker\n  expect: { num_pending: 0, num_ack_pending: 0 }",
  traits: { actor: "client", feature: "jetstream" },
  schema: z.strictObject({ "consumer.info": consumer(), ...expectOne }),
  async run({ "consumer.info": name }, context) {
    const value = await context.client().call("consumer.info", name, context.signal);
    return { items: [{ value }] };
  },
});
