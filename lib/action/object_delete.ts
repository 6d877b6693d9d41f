// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { bucket, key } from "./jetstream_field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** The action `object.delete`. */
export const objectDelete: Action = defineAction({
  key: "object.delete",
  about: "Deletes an object.",
  example: "- object.delete: files\n  key: photo",
  traits: { actor: "client", feature: "object" },
  schema: z.strictObject({ "object.delete": bucket(), key: key("the object's name") }),
  async run({ "object.delete": bucket, key }, context) {
    await context.client().call("object.delete", { bucket, key }, context.signal);
    return nothing;
  },
});
