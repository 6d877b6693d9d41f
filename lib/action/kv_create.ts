// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne, payload } from "./field.ts";
import { bucket, key } from "./jetstream_field.ts";
import { revisionWritten, subjectOfKey } from "./key_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `kv.create`. */
export const kvCreate: Action = defineAction({
  key: "kv.create",
  about: "Stores a value under a key that does not exist or was deleted; " +
    "where it exists, the step fails with `js:10071`. `expect` matches `{ revision }`.",
  example: "- kv.create: config\n  key: theme\n  send: light\n  fails: js:10071",
  traits: { actor: "client", payload: { key: "send", direction: "send" }, feature: "kv" },
  schema: z.strictObject({
    "kv.create": bucket(),
    key: key("the key"),
    send: payload().optional(),
    ...expectOne,
  }),
  async run({ "kv.create": bucket, key, send }, context) {
    const data = context.encode(subjectOfKey(bucket, key), "send", send);
    const params = { bucket, key, data };
    return revisionWritten(await context.client().call("kv.create", params, context.signal));
  },
});
