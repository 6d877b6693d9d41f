// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectList, expectMany } from "./field.ts";
import { bucket } from "./jetstream_field.ts";
import { objectItem } from "./object_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `object.list`. */
export const objectList: Action = defineAction({
  key: "object.list",
  about: "Lists the objects of a bucket by name, each as `{ name, size, chunks, digest }`.",
  example: "- object.list: files\n  expectAll: [{ name: photo }, { name: readme, size: 12 }]",
  traits: { actor: "client", feature: "object", list: true },
  schema: z.strictObject({ "object.list": bucket(), ...expectList, ...expectMany }),
  async run({ "object.list": bucket }, context) {
    const entries = await context.client().call("object.list", { bucket }, context.signal);
    const sorted = entries.toSorted((a, b) => a.name < b.name ? -1 : 1);
    return { items: sorted.map(objectItem) };
  },
});
