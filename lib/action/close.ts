// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `close`. */
export const close: Action = defineAction({
  key: "close",
  about: "Closes a client's connection at once; what it has not sent yet is lost.",
  example: "- close: alice",
  traits: { actor: "subject", main: "actor" },
  schema: z.strictObject({
    close: z.string().min(1).describe("the actor whose connection is closed"),
  }),
  async run({ close: actor }, context) {
    await context.clientOf(actor).call("close", {}, context.signal);
    return nothing;
  },
});
