// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { count, headers, payload, subject } from "./field.ts";
import { logOnItsWay, messageLocals, renderMessage } from "./outgoing.ts";
import { type Action, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** `publish`. */
export const publish: Action = defineAction({
  key: "publish",
  about: "Publishes a message, and ends when the server has it. " +
    "While the client is disconnected, it ends when the message is queued.",
  example: "- publish: orders.new\n  send: { id: 1 }",
  traits: {
    actor: "client",
    main: "subject",
    payload: { key: "send", direction: "send" },
    locals: ["i"],
  },
  schema: z.strictObject({
    publish: subject("the subject"),
    send: payload().optional(),
    headers: headers().optional(),
    reply: subject("the subject that replies are to be sent to").optional(),
    count: count("how many messages; `${i}` counts them from 1; default: 1").optional(),
  }),
  async run({ publish: subject, send, headers, reply, count }, context) {
    const client = context.client();
    const last = count ?? 1;
    for (let i = 1; i <= last; i++) {
      const draft = { subject, send, headers, reply };
      const message = renderMessage(draft, context, { locals: messageLocals(count, i, context) });
      // The server answers for the last message only after it has seen all the others.
      const params = i === last ? { ...message, confirm: true } : message;
      await logOnItsWay(client.call("publish", params, context.signal), message, context);
    }
    return nothing;
  },
});
