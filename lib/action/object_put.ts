// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne, payload } from "./field.ts";
import { bucket, key } from "./jetstream_field.ts";
import { objectItem, subjectOfObject } from "./object_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `object.put`. */
export const objectPut: Action = defineAction({
  key: "object.put",
  about: "Stores an object, in place of one of the same name. `expect` matches " +
    "`{ name, size, chunks, digest }`. Its type is what `messages` declares for `$O.BUCKET.KEY`.",
  example: "- object.put: files\n  key: photo\n  send: { $random: 300KiB }\n" +
    "  expect: { size: 307200 }",
  traits: { actor: "client", payload: { key: "send", direction: "send" }, feature: "object" },
  schema: z.strictObject({
    "object.put": bucket(),
    key: key("the object's name"),
    send: payload().optional(),
    ...expectOne,
  }),
  async run({ "object.put": bucket, key, send }, context) {
    const data = context.encode(subjectOfObject(bucket, key), "send", send);
    const params = { bucket, key, data };
    const entry = await context.client().call("object.put", params, context.signal);
    return { items: [objectItem(entry)] };
  },
});
