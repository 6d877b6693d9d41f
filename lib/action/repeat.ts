// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { count } from "./field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `repeat`. */
export const repeat: Action = defineAction({
  key: "repeat",
  about: "Runs steps several times, one after the other, until one does not pass. " +
    "`${i}` counts from 1.",
  example: "- repeat:\n    - publish: tick.${i}\n    - sleep: 10ms\n  times: 3",
  traits: { actor: "none", main: "steps", locals: ["i"] },
  schema: z.strictObject({
    repeat: z.array(z.json()).min(1).describe("the steps"),
    times: count("how often"),
  }),
  async run({ times }, context) {
    for (let i = 1; i <= times; i++) {
      for (const step of context.step.children) {
        if (!await context.runStep(step, { i })) return nothing;
      }
    }
    return nothing;
  },
});
