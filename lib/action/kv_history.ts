// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectList, expectMany } from "./field.ts";
import { bucket, key } from "./jetstream_field.ts";
import { entryItem } from "./key_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `kv.history`. */
export const kvHistory: Action = defineAction({
  key: "kv.history",
  about: "Lists the revisions that a bucket keeps of a key, the oldest first, each as " +
    "`{ key, value, revision, operation }`; the operation is `PUT`, `DEL` or `PURGE`.",
  example: "- kv.history: config\n  key: theme\n" +
    "  expectAll: [{ value: dark, operation: PUT }, { value: null, operation: DEL }]",
  traits: { actor: "client", feature: "kv", list: true },
  schema: z.strictObject({
    "kv.history": bucket(),
    key: key("the key"),
    ...expectList,
    ...expectMany,
  }),
  async run({ "kv.history": bucket, key }, context) {
    const entries = await context.client().call("kv.history", { bucket, key }, context.signal);
    return { items: entries.map((entry) => entryItem(bucket, entry, context)) };
  },
});
