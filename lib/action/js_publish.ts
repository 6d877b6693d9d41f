// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { count, expectMany, expectOne, headers, payload, subject } from "./field.ts";
import type { Item } from "../scenario/types.ts";
import { logOnItsWay, messageLocals, renderMessage } from "./outgoing.ts";
import { type Action, type ActionContext, defineAction } from "./types.ts";
import { z } from "zod";

const schema = z.strictObject({
  "js.publish": subject("the subject, one that a stream takes"),
  send: payload().optional(),
  headers: headers().optional(),
  id: z.string().min(1).optional().describe(
    "the message's id (`Nats-Msg-Id`), by which the server finds duplicates",
  ),
  count: count("how many messages; `${i}` counts them from 1; default: 1").optional(),
  ...expectOne,
  ...expectMany,
});

/** The action `js.publish`. */
export const jsPublish: Action = defineAction({
  key: "js.publish",
  about: "Publishes to a stream, and waits for the acknowledgement of each message before the " +
    "next. `expect` matches the last one, `expectAll` all: `{ stream, seq, duplicate }`.",
  example: "- js.publish: orders.eu\n  send: { item: tea }\n  id: order-7\n" +
    "  expect: { stream: ORDERS, duplicate: false }",
  traits: {
    actor: "client",
    main: "subject",
    payload: { key: "send", direction: "send" },
    locals: ["i"],
    feature: "jetstream",
  },
  schema,
  async run(params, context) {
    const acks: Item[] = [];
    for (let i = 1; i <= (params.count ?? 1); i++) {
      const ack = await publish(params, i, context);
      if (params.expectAll === undefined) acks.length = 0;
      acks.push(ack);
    }
    return { items: acks };
  },
});

async function publish(
  { "js.publish": subject, send, headers, id, count }: z.output<typeof schema>,
  i: number,
  context: ActionContext,
): Promise<Item> {
  const locals = messageLocals(count, i, context);
  const message = renderMessage({ subject, send, headers }, context, { locals });
  const idOf = context.step.templated ? context.fill(id, locals) : id;
  const operation = context.client().call(
    "js.publish",
    // A text that is one variable takes the variable's own type.
    { ...message, ...(idOf !== undefined && { id: String(idOf) }) },
    context.signal,
  );
  const ack = await logOnItsWay(operation, message, context);
  const { stream, seq, duplicate } = ack;
  const { subject: on, data } = message;
  context.emit({ kind: "ack", subject: on, stream, seq, duplicate, data });
  return { value: { stream, seq, duplicate } };
}
