// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { awaitReady, forServers, node, serverTraits } from "./server_node.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `server.start`. */
export const serverStart: Action = defineAction({
  key: "server.start",
  about:
    "Starts a stopped server again, on its ports and with its store, and ends when a client can connect and JetStream is ready where it is enabled. `all` starts those that are stopped.",
  example: "- server.start: n1",
  traits: serverTraits,
  schema: z.strictObject({
    "server.start": node("what to start"),
  }),
  async run({ "server.start": target }, context) {
    const all = target === "all" && context.servers().nodes.some((server) => !server.running);
    await forServers(target, context, async (server) => {
      if (!(all && server.running)) await server.start({ signal: context.signal });
    });
    await awaitReady(context);
    return nothing;
  },
});
