// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `connect`. */
export const connect: Action = defineAction({
  key: "connect",
  about: "Connects a client that was declared with `connect: false`, or that was closed.",
  example: "- connect: alice",
  traits: { actor: "subject", main: "actor" },
  schema: z.strictObject({ connect: z.string().min(1).describe("the actor that connects") }),
  async run({ connect: actor }, context) {
    await context.clientOf(actor).call("connect", {}, context.signal);
    return nothing;
  },
});
