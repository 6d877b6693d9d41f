// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { count, subject } from "./field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `subscribe`. */
export const subscribe: Action = defineAction({
  key: "subscribe",
  about: "Subscribes, and ends when the server has confirmed it. " +
    "`receive`, `silence` and `unsubscribe` refer to the subscription by its name.",
  example: "- subscribe: orders.*\n  as: orders\n  queue: workers",
  traits: { actor: "client", main: "subject" },
  schema: z.strictObject({
    subscribe: subject("the subject; `*` and `>` may stand in it"),
    as: z.string().min(1).describe("the subscription's name; default: the subject").optional(),
    queue: z.string().min(1).describe("the queue group that shares the messages").optional(),
    max: count("ends by itself after so many messages; default: never").optional(),
  }),
  async run({ subscribe: subject, as: name = subject, queue, max }, context) {
    const id = context.addSubscription(name);
    context.noteSubject(name, subject, queue);
    await context.client().call("subscribe", {
      id,
      subject,
      ...(queue !== undefined && { queue }),
      ...(max !== undefined && { max }),
    }, context.signal);
    return nothing;
  },
});
