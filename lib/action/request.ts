// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { DriverError } from "../driver/error.ts";
import { formatDuration } from "../scenario/unit.ts";
import { count, duration, expectMany, expectMessage, headers, payload, subject } from "./field.ts";
import { arrivalOf } from "./incoming.ts";
import { logMessage, logOnItsWay, renderMessage } from "./outgoing.ts";
import { type Action, defineAction } from "./types.ts";
import { z } from "zod";

const defaultTimeoutMs = 2000;

/** `request`. */
export const request: Action = defineAction({
  key: "request",
  about: "Sends a request and waits for its reply, or for several.",
  example: "- request: echo\n  send: { message: hi }\n  expect: { message: hi }\n  within: 50ms",
  traits: {
    actor: "client",
    main: "subject",
    payload: { key: "send", direction: "send" },
    expects: "reply",
  },
  schema: z.strictObject({
    request: subject("the subject"),
    send: payload().optional(),
    headers: headers().optional(),
    timeout: duration("how long to wait for replies; default: 2s").optional(),
    ...expectMessage,
    replies: count(
      "how many replies to wait for; default: as many as `expectAll` has, or one",
    ).optional(),
    stall: duration(
      "take replies until none has come for this long after the last one, or `timeout` is over",
    ).optional(),
    sentinel: z.literal(true).describe(
      "take replies until an empty one, which is none of them, or `timeout` is over",
    ).optional(),
    ...expectMany,
  }),
  async run(params, context) {
    const { request: subject, send, headers, timeout: timeoutMs = defaultTimeoutMs } = params;
    const message = renderMessage({ subject, send, headers }, context);
    const { stall: stallMs, sentinel } = params;
    const openEnded = stallMs !== undefined || sentinel !== undefined;
    const replies = params.replies ?? (openEnded ? undefined : params.expectAll?.length);
    const operation = context.client().call("request", {
      ...message,
      timeoutMs,
      ...(replies !== undefined && { replies: Math.max(1, replies) }),
      ...(stallMs !== undefined && { stallMs }),
      ...(sentinel !== undefined && { sentinel }),
    }, context.signal);
    const came = await logOnItsWay(operation, message, context);
    if (came.length === 0 && params.expectAll?.length !== 0) {
      throw new DriverError(`no reply came in ${formatDuration(timeoutMs)}`, { code: "timeout" });
    }
    for (const reply of came) logMessage(reply, context);
    const items = came.map((reply) => context.decode(subject, "reply", reply));
    return { items, ...arrivalOf(came, context) };
  },
});
