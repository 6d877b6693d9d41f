// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { forServers, node, serverTraits } from "./server_node.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `server.reload`. */
export const serverReload: Action = defineAction({
  key: "server.reload",
  about:
    "Has a server read its configuration again, with other text added to it if `config` is given.",
  example: '- server.reload: n1\n  config: "max_payload: 1KB"',
  traits: serverTraits,
  schema: z.strictObject({
    "server.reload": node("what to reload"),
    config: z.string().describe(
      "nats-server configuration text in place of `server.config`; default: the same again",
    ).optional(),
  }),
  async run({ "server.reload": target, config }, context) {
    await forServers(
      target,
      context,
      (server) =>
        server.reload({ signal: context.signal, ...(config !== undefined && { config }) }),
    );
    return nothing;
  },
});
