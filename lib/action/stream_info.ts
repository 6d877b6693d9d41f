// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectOne } from "./field.ts";
import { stream } from "./jetstream_field.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `stream.info`. */
export const streamInfo: Action = defineAction({
  key: "stream.info",
  about: "Asks the server about a stream. " +
    "`expect` matches the answer as the API gives it: `{ config, state, … }`.",
  example: "- stream.info: ORDERS\n  expect: { state: { messages: 3 } }",
  traits: { actor: "client", feature: "jetstream" },
  schema: z.strictObject({ "stream.info": stream(), ...expectOne }),
  async run({ "stream.info": stream }, context) {
    const value = await context.client().call("stream.info", { stream }, context.signal);
    return { items: [{ value }] };
  },
});
