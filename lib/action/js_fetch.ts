// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { expectedCount, whatCame } from "./expected_count.ts";
import { count, expectMany, expectMessage } from "./field.ts";
import { arrivalOf, decodeMessages } from "./incoming.ts";
import { consumer } from "./jetstream_field.ts";
import { logMessage } from "./outgoing.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

/** The action `js.fetch`. */
export const jsFetch: Action = defineAction({
  key: "js.fetch",
  about: "Fetches messages from a pull consumer, and answers each. " +
    "Waits until as many came as are expected; an empty `expectAll` holds where none comes.",
  example: "- js.fetch: ORDERS/worker\n  expectAll: [{ item: tea }, { item: milk }]\n  within: 1s",
  traits: { actor: "client", expects: "send", feature: "jetstream" },
  schema: z.strictObject({
    "js.fetch": consumer(),
    ack: z.enum(["ack", "nak", "term", "none"]).optional().describe(
      "the answer to each message: `ack` (default), `nak` (deliver it again), `term` (never " +
        "again), or `none`",
    ),
    count: count("how many messages to fetch; default: as many as are expected, or 1").optional(),
    ...expectMessage,
    ...expectMany,
  }),
  async run({ "js.fetch": { stream, consumer }, ack = "ack", ...expected }, context) {
    const came = await context.client().call("js.fetch", {
      stream,
      consumer,
      count: expectedCount(expected),
      timeoutMs: context.patienceMs,
      ack,
    }, context.signal);
    for (const message of came) logMessage(message, context);
    const from = `consumer "${stream}/${consumer}"`;
    const messages = whatCame(came, { from, expectAll: expected.expectAll }, context);
    return { items: decodeMessages(messages, context), ...arrivalOf(messages, context) };
  },
});
