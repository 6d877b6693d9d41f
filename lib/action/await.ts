// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { failureCodes, statusKinds } from "../scenario/types.ts";
import { expectOne } from "./field.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** `await`. */
export const awaitStatus: Action = defineAction({
  key: "await",
  about: "Waits for something to happen to the client's connection. " +
    "What has happened before the step, and was not waited for yet, counts.",
  example: "- await: error\n  code: slow-consumer\n  by: alice\n  within: 3s",
  traits: { actor: "client" },
  schema: z.strictObject({
    await: z.enum(statusKinds).describe("what is waited for"),
    code: z.enum(failureCodes).describe(
      "of an `error` or a `close`: only one with this failure code counts",
    ).optional(),
    ...expectOne,
  }).refine(({ await: kind, code }) => code === undefined || kind === "error" || kind === "close", {
    path: ["code"],
    error: "only an `error` or a `close` has one",
  }),
  async run({ await: kind, code }, context) {
    const { t, value } = await context.status(kind, code);
    return { items: [{ value }], at: t };
  },
});
