// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne, subject } from "./field.ts";
import { stream } from "./jetstream_field.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `stream.purge`. */
export const streamPurge: Action = defineAction({
  key: "stream.purge",
  about: "Removes a stream's messages, all of them or those of a subject. " +
    "`expect` matches `{ purged }`, the number of messages removed.",
  example: "- stream.purge: ORDERS\n  filter: orders.eu.>\n  expect: { purged: 3 }",
  traits: { actor: "client", feature: "jetstream" },
  schema: z.strictObject({
    "stream.purge": stream(),
    filter: subject("only messages of this subject or subject pattern").optional(),
    ...expectOne,
  }),
  async run({ "stream.purge": stream, filter }, context) {
    const purged = await context.client().call(
      "stream.purge",
      filter === undefined ? { stream } : { stream, filter },
      context.signal,
    );
    return { items: [{ value: { purged } }] };
  },
});
