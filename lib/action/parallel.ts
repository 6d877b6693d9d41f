// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `parallel`. */
export const parallel: Action = defineAction({
  key: "parallel",
  about: "Runs steps at the same time, and ends when all of them have ended.",
  example: "- parallel:\n    - publish: a\n    - publish: b",
  traits: { actor: "none", main: "steps" },
  schema: z.strictObject({ parallel: z.array(z.json()).min(1).describe("the steps") }),
  async run(_params, context) {
    const ends = await Promise.allSettled(
      context.step.children.map(async (step) => await context.runStep(step)),
    );
    for (const end of ends) {
      if (end.status === "rejected") throw end.reason;
    }
    return nothing;
  },
});
