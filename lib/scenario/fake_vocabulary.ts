// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A vocabulary of few words, for tests of what is drawn from it. @module */

import type { Action } from "../action/types.ts";
import type { Matcher } from "../matcher/types.ts";
import type { Vocabulary } from "./environment.ts";
import { z } from "zod";

const send: Action = {
  key: "send",
  about: "Sends something.",
  example: "- send: here",
  traits: { actor: "client", main: "subject" },
  schema: z.strictObject({
    send: z.string().min(1).describe("where to"),
    count: z.int().min(1).optional().describe("how | many"),
    expect: z.json().optional().describe("what must come"),
  }),
  run: () => Promise.resolve({ items: [] }),
};
const loop: Action = {
  ...send,
  key: "loop",
  traits: { actor: "none", main: "steps" },
  schema: z.strictObject({ loop: z.array(z.json()).min(1).describe("the steps") }),
};
const $odd: Matcher = {
  key: "$odd",
  about: "An odd number.",
  example: "expect: { $odd: true }",
  schema: z.boolean(),
  operands: "none",
  match: () => undefined,
};
/** Two actions, an operator, an application. */
export const words: Vocabulary = {
  actions: new Map([["send", send], ["loop", loop]]),
  matchers: new Map([["$odd", $odd]]),
  applications: new Map([["echo", {
    key: "echo",
    about: "Answers.",
    schema: z.strictObject({ subject: z.string().default("*.echo").describe("where") }),
  }]]),
  connectionOptions: new Set(["user"]),
  features: new Set(["headers"]),
};
