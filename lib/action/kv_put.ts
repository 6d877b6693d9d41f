// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne, payload } from "./field.ts";
import { bucket, key } from "./jetstream_field.ts";
import { revisionWritten, subjectOfKey } from "./key_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `kv.put`. */
export const kvPut: Action = defineAction({
  key: "kv.put",
  about: "Stores a value under a key, whether the key exists or not. `expect` matches " +
    "`{ revision }`. The value has the type that `messages` declares for `$KV.BUCKET.KEY`.",
  example: "- kv.put: config\n  key: theme\n  send: dark\n  save: { rev: $.revision }",
  traits: { actor: "client", payload: { key: "send", direction: "send" }, feature: "kv" },
  schema: z.strictObject({
    "kv.put": bucket(),
    key: key("the key"),
    send: payload().optional(),
    ...expectOne,
  }),
  async run({ "kv.put": bucket, key, send }, context) {
    const data = context.encode(subjectOfKey(bucket, key), "send", send);
    const params = { bucket, key, data };
    return revisionWritten(await context.client().call("kv.put", params, context.signal));
  },
});
