// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { stream } from "./jetstream_field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** The action `stream.delete`. */
export const streamDelete: Action = defineAction({
  key: "stream.delete",
  about: "Deletes a stream with its messages and consumers.",
  example: "- stream.delete: ORDERS",
  traits: { actor: "client", feature: "jetstream" },
  schema: z.strictObject({ "stream.delete": stream() }),
  async run({ "stream.delete": stream }, context) {
    await context.client().call("stream.delete", { stream }, context.signal);
    return nothing;
  },
});
