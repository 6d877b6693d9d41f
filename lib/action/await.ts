// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { statusKinds } from "../scenario/types.ts";
import { expectOne } from "./field.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** `await`. */
export const awaitStatus: Action = defineAction({
  key: "await",
  about: "Waits for something to happen to the client's connection. " +
    "What has happened before the step, and was not waited for yet, counts.",
  example: "- await: reconnect\n  by: alice\n  within: 3s",
  traits: { actor: "client" },
  schema: z.strictObject({
    await: z.enum(statusKinds).describe("what is waited for"),
    ...expectOne,
  }),
  async run({ await: kind }, context) {
    const { t, value } = await context.status(kind);
    return { items: [{ value }], at: t };
  },
});
