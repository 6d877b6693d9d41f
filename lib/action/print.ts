// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `print`. */
export const print: Action = defineAction({
  key: "print",
  about: "Writes a line to the transcript, which `output` is compared with.",
  example: "- print: the first half is done",
  traits: { actor: "none" },
  schema: z.strictObject({
    print: z.json().describe("the text; anything else is written as JSON"),
  }),
  run({ print: value }, context) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    context.emit({ kind: "print", text });
    return Promise.resolve(nothing);
  },
});
