// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { bucket, key, revision } from "./jetstream_field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** The action `kv.purge`. */
export const kvPurge: Action = defineAction({
  key: "kv.purge",
  about: "Deletes a key with its history; a marker is all that is left.",
  example: "- kv.purge: config\n  key: theme",
  traits: { actor: "client", feature: "kv" },
  schema: z.strictObject({
    "kv.purge": bucket(),
    key: key("the key"),
    revision: revision("the revision that must be the key's last; default: any").optional(),
  }),
  async run({ "kv.purge": bucket, key, revision }, context) {
    const params = { bucket, key, ...(revision !== undefined && { revision }) };
    await context.client().call("kv.purge", params, context.signal);
    return nothing;
  },
});
