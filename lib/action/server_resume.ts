// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { forServers, node, serverTraits } from "./server_node.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `server.resume`. */
export const serverResume: Action = defineAction({
  key: "server.resume",
  about: "Wakes a server that `server.pause` froze.",
  example: "- server.resume: n1",
  traits: serverTraits,
  schema: z.strictObject({
    "server.resume": node("what to wake"),
  }),
  async run({ "server.resume": target }, context) {
    await forServers(target, context, (server) => server.resume());
    return nothing;
  },
});
