// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne, payload } from "./field.ts";
import { bucket, key, revision } from "./jetstream_field.ts";
import { revisionWritten, subjectOfKey } from "./key_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `kv.update`. */
export const kvUpdate: Action = defineAction({
  key: "kv.update",
  about: "Stores a value under a key whose last revision is the given one; " +
    "where it is not, the step fails with `js:10071`. `expect` matches `{ revision }`.",
  example: "- kv.update: config\n  key: theme\n  send: light\n  revision: 1",
  traits: { actor: "client", payload: { key: "send", direction: "send" }, feature: "kv" },
  schema: z.strictObject({
    "kv.update": bucket(),
    key: key("the key"),
    send: payload().optional(),
    revision: revision("the revision that must be the key's last; 0: the key must not exist"),
    ...expectOne,
  }),
  async run({ "kv.update": bucket, key, send, revision }, context) {
    const data = context.encode(subjectOfKey(bucket, key), "send", send);
    const params = { bucket, key, data, revision };
    return revisionWritten(await context.client().call("kv.update", params, context.signal));
  },
});
