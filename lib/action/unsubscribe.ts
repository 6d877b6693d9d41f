// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { count } from "./field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `unsubscribe`. */
export const unsubscribe: Action = defineAction({
  key: "unsubscribe",
  about: "Ends a subscription, at once or after a number of messages.",
  example: "- unsubscribe: orders",
  traits: { actor: "client", main: "subscription" },
  schema: z.strictObject({
    unsubscribe: z.string().min(1).describe("the subscription's name"),
    max: count(
      "ends when it has got so many messages, counted from its start; default: at once",
    ).optional(),
  }),
  async run({ unsubscribe: name, max }, context) {
    const id = context.subscriptionId(name);
    const params = max === undefined ? { id } : { id, max };
    await context.client().call("unsubscribe", params, context.signal);
    if (max === undefined) context.endSubscription(name);
    return nothing;
  },
});
