// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `drain`. */
export const drain: Action = defineAction({
  key: "drain",
  about:
    "Lets a client finish: no new messages, those that are there are handled, what is queued is sent, then the connection is closed.",
  example: "- drain: alice",
  traits: { actor: "subject", main: "actor" },
  schema: z.strictObject({ drain: z.string().min(1).describe("the actor that drains") }),
  async run({ drain: actor }, context) {
    await context.clientOf(actor).call("drain", {}, context.signal);
    return nothing;
  },
});
