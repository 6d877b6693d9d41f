// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { forServers, node, serverTraits } from "./server_node.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `server.lame-duck`. */
export const serverLameDuck: Action = defineAction({
  key: "server.lame-duck",
  about: "Puts a server into lame duck mode, and ends when its clients have been told.",
  example: "- server.lame-duck: n1",
  traits: serverTraits,
  schema: z.strictObject({
    "server.lame-duck": node("what to put into lame duck mode"),
  }),
  async run({ "server.lame-duck": target }, context) {
    await forServers(target, context, (server) => server.lameDuck());
    return nothing;
  },
});
