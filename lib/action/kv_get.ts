// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { bucket, key, revision } from "./jetstream_field.ts";
import { decodeStored, subjectOfKey } from "./key_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `kv.get`. */
export const kvGet: Action = defineAction({
  key: "kv.get",
  about: "Reads the value of a key. `expect` matches the value by the type that `messages` " +
    "declares for `$KV.BUCKET.KEY`; it is null where the key was never there or is deleted.",
  example: "- kv.get: config\n  key: theme\n  expect: dark",
  traits: { actor: "client", feature: "kv" },
  schema: z.strictObject({
    "kv.get": bucket(),
    key: key("the key"),
    revision: revision("an earlier revision to read; default: the last").optional(),
    ...expectOne,
  }),
  async run({ "kv.get": bucket, key, revision }, context) {
    const entry = await context.client().call(
      "kv.get",
      { bucket, key, ...(revision !== undefined && { revision }) },
      context.signal,
    );
    const there = entry !== null && entry.operation === "PUT";
    const item = there
      ? decodeStored(subjectOfKey(bucket, key), entry.data, context)
      : { value: null };
    return { items: [item] };
  },
});
