// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { forServers, node, serverTraits } from "./server_node.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `server.pause`. */
export const serverPause: Action = defineAction({
  key: "server.pause",
  about: "Freezes a server (SIGSTOP): its connections stay, but nothing answers.",
  example: "- server.pause: n1",
  traits: serverTraits,
  schema: z.strictObject({
    "server.pause": node("what to freeze"),
  }),
  async run({ "server.pause": target }, context) {
    await forServers(target, context, (server) => server.pause());
    return nothing;
  },
});
