// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { bucket, key } from "./jetstream_field.ts";
import { decodeStored } from "./key_entry.ts";
import { subjectOfObject } from "./object_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `object.get`. */
export const objectGet: Action = defineAction({
  key: "object.get",
  about: "Reads an object. `expect` matches its content by the type that `messages` declares for " +
    "`$O.BUCKET.KEY`; it is null where there is no such object.",
  example: "- object.get: files\n  key: readme\n  expect: { $startsWith: Hello }",
  traits: { actor: "client", feature: "object" },
  schema: z.strictObject({
    "object.get": bucket(),
    key: key("the object's name"),
    ...expectOne,
  }),
  async run({ "object.get": bucket, key }, context) {
    const data = await context.client().call("object.get", { bucket, key }, context.signal);
    const item = data === null
      ? { value: null }
      : decodeStored(subjectOfObject(bucket, key), data, context);
    return { items: [item] };
  },
});
