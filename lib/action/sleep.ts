// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { duration } from "./field.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `sleep`. */
export const sleep: Action = defineAction({
  key: "sleep",
  about: "Does nothing for a while.",
  example: "- sleep: 250ms",
  traits: { actor: "none" },
  schema: z.strictObject({ sleep: duration("how long") }),
  async run({ sleep: ms }, context) {
    await context.sleep(ms);
    return nothing;
  },
});
