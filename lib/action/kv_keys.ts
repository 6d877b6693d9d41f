// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectList, expectMany } from "./field.ts";
import { bucket, key } from "./jetstream_field.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `kv.keys`. */
export const kvKeys: Action = defineAction({
  key: "kv.keys",
  about: "Lists the keys of a bucket, sorted, without the deleted ones.",
  example: "- kv.keys: config\n  filter: colour.>\n  expectAll: [colour.back, colour.text]",
  traits: { actor: "client", feature: "kv", list: true },
  schema: z.strictObject({
    "kv.keys": bucket(),
    filter: key("only keys of this pattern, with `*` and `>`; default: all").optional(),
    ...expectList,
    ...expectMany,
  }),
  async run({ "kv.keys": bucket, filter }, context) {
    const keys = await context.client().call(
      "kv.keys",
      { bucket, ...(filter !== undefined && { filter }) },
      context.signal,
    );
    return { items: keys.toSorted().map((value) => ({ value })) };
  },
});
