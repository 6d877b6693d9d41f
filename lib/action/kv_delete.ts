// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { bucket, key, revision } from "./jetstream_field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** The action `kv.delete`. */
export const kvDelete: Action = defineAction({
  key: "kv.delete",
  about: "Deletes a key and keeps its history; the last entry is a marker then.",
  example: "- kv.delete: config\n  key: theme",
  traits: { actor: "client", feature: "kv" },
  schema: z.strictObject({
    "kv.delete": bucket(),
    key: key("the key"),
    revision: revision("the revision that must be the key's last; default: any").optional(),
  }),
  async run({ "kv.delete": bucket, key, revision }, context) {
    const params = { bucket, key, ...(revision !== undefined && { revision }) };
    await context.client().call("kv.delete", params, context.signal);
    return nothing;
  },
});
