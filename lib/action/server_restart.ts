// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { awaitReady, forServers, node, serverTraits } from "./server_node.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `server.restart`. */
export const serverRestart: Action = defineAction({
  key: "server.restart",
  about:
    "Stops a server and starts it again; ends when a client can connect and JetStream is ready where it is enabled.",
  example: "- server.restart: leader of ORDERS",
  traits: serverTraits,
  schema: z.strictObject({
    "server.restart": node("what to restart"),
  }),
  async run({ "server.restart": target }, context) {
    await forServers(target, context, (server) => server.restart({ signal: context.signal }));
    await awaitReady(context);
    return nothing;
  },
});
