// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `flush`. */
export const flush: Action = defineAction({
  key: "flush",
  about:
    "Makes a round trip to the server (PING and PONG): what the client sent before has arrived.",
  example: "- flush: alice",
  traits: { actor: "subject", main: "actor" },
  schema: z.strictObject({ flush: z.string().min(1).describe("the actor that flushes") }),
  async run({ flush: actor }, context) {
    await context.clientOf(actor).call("flush", {}, context.signal);
    return nothing;
  },
});
