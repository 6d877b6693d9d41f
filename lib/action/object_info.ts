// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { bucket, key } from "./jetstream_field.ts";
import { objectItem } from "./object_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `object.info`. */
export const objectInfo: Action = defineAction({
  key: "object.info",
  about: "Asks about an object. `expect` matches `{ name, size, chunks, digest, deleted }`; " +
    "it is null where there is no such object.",
  example: "- object.info: files\n  key: photo\n  expect: { size: 307200, deleted: false }",
  traits: { actor: "client", feature: "object" },
  schema: z.strictObject({
    "object.info": bucket(),
    key: key("the object's name"),
    ...expectOne,
  }),
  async run({ "object.info": bucket, key }, context) {
    const entry = await context.client().call("object.info", { bucket, key }, context.signal);
    return { items: [entry === null ? { value: null } : objectItem(entry)] };
  },
});
