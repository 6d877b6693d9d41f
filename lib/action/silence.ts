// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { duration } from "./field.ts";
import { arrivalOf, decodeMessages, failedWith } from "./incoming.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `silence`: a message that comes is the one item, which the check refuses. */
export const silence: Action = defineAction({
  key: "silence",
  about: "Nothing must come on a subscription for a while; a message that is there already counts.",
  example: "- silence: orders\n  for: 200ms",
  traits: { actor: "client", main: "subscription", expects: "send" },
  schema: z.strictObject({
    silence: z.string().min(1).describe("the subscription's name"),
    for: duration("how long"),
  }),
  async run({ silence: name, for: timeoutMs }, context) {
    const id = context.subscriptionId(name);
    try {
      const message = await context.client().call("next", { id, timeoutMs }, context.signal);
      return { items: decodeMessages([message], context), ...arrivalOf([message], context) };
    } catch (error) {
      // A subscription that has ended is silent for good.
      if (failedWith(error, "timeout", "closed")) return nothing;
      throw error;
    }
  },
});
