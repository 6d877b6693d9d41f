// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { consumer } from "./jetstream_field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** The action `consumer.delete`. */
export const consumerDelete: Action = defineAction({
  key: "consumer.delete",
  about: "Deletes a consumer; the stream keeps its messages.",
  example: "- consumer.delete: ORDERS/worker",
  traits: { actor: "client", feature: "jetstream" },
  schema: z.strictObject({ "consumer.delete": consumer() }),
  async run({ "consumer.delete": name }, context) {
    await context.client().call("consumer.delete", name, context.signal);
    return nothing;
  },
});
