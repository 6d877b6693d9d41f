// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { count, expectMany, expectMessage } from "./field.ts";
import { arrivalOf, decodeMessages, takeMessages } from "./incoming.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** `receive`. */
export const receive: Action = defineAction({
  key: "receive",
  about: "Takes the next message of a subscription, or the next several of them, " +
    "and waits for those that have not come yet.",
  example: "- receive: orders\n  expect: { id: 1 }\n  within: 500ms",
  traits: { actor: "client", main: "subscription", expects: "send" },
  schema: z.strictObject({
    receive: z.string().min(1).describe("the subscription's name"),
    ...expectMessage,
    ...expectMany,
    count: count("how many messages must come, whatever they are; default: 1").optional(),
  }),
  async run({ receive: name, expectAll, count }, context) {
    const id = context.subscriptionId(name);
    const messages = await takeMessages(id, { expectAll, count }, context);
    return { items: decodeMessages(messages, context), ...arrivalOf(messages, context) };
  },
});
