// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { forServers, node, serverTraits } from "./server_node.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `server.kill`. */
export const serverKill: Action = defineAction({
  key: "server.kill",
  about: "Ends a server with SIGKILL, and waits for its exit.",
  example: "- server.kill: leader",
  traits: serverTraits,
  schema: z.strictObject({
    "server.kill": node("what to kill"),
  }),
  async run({ "server.kill": target }, context) {
    await forServers(target, context, (server) => server.kill());
    return nothing;
  },
});
