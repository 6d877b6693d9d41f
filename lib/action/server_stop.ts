// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { forServers, node, serverTraits } from "./server_node.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `server.stop`. */
export const serverStop: Action = defineAction({
  key: "server.stop",
  about: "Ends a server in an orderly way, and waits for its exit.",
  example: "- server.stop: n1",
  traits: serverTraits,
  schema: z.strictObject({
    "server.stop": node("what to stop"),
  }),
  async run({ "server.stop": target }, context) {
    await forServers(target, context, (server) => server.stop());
    return nothing;
  },
});
