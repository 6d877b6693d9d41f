// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectedCount, whatCame } from "./expected_count.ts";
import { count, expectMany, expectOne } from "./field.ts";
import { bucket, key } from "./jetstream_field.ts";
import { entryItem } from "./key_entry.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `kv.watch`. */
export const kvWatch: Action = defineAction({
  key: "kv.watch",
  about: "Watches a bucket: its present entries, then changes, until as many came as are " +
    "expected. Each is `{ key, value, revision, operation }`.",
  example: "- kv.watch: config\n  key: theme\n  expect: { value: dark, revision: 1 }\n  within: 1s",
  traits: { actor: "client", feature: "kv" },
  schema: z.strictObject({
    "kv.watch": bucket(),
    key: key("only this key, or keys of this pattern, with `*` and `>`; default: all").optional(),
    count: count("how many must come; default: as many as are expected, or 1").optional(),
    ...expectOne,
    ...expectMany,
  }),
  async run({ "kv.watch": bucket, key, expectAll, count }, context) {
    const came = await context.client().call("kv.watch", {
      bucket,
      ...(key !== undefined && { key }),
      count: expectedCount({ expectAll, count }),
      timeoutMs: context.patienceMs,
    }, context.signal);
    const from = `bucket "${bucket}"`;
    const least = expectAll === undefined ? count ?? 1 : 1;
    const entries = whatCame(came, { from, least, expectAll }, context);
    return { items: entries.map((entry) => entryItem(bucket, entry, context)) };
  },
});
