// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { WireMessage } from "../driver/types.ts";
import type { Json } from "../scenario/types.ts";
import { count, duration, headers, payload, subject } from "./field.ts";
import { failedWith } from "./incoming.ts";
import { logPublish, renderMessage } from "./outgoing.ts";
import { type Action, type ActionContext, defineAction, nothing } from "./types.ts";
import { z } from "zod";

/** The wait for a request starts anew after an hour, as operations have to have a limit. */
const waitMs = 3_600_000;

/** `respond`. */
export const respond: Action = defineAction({
  key: "respond",
  about:
    "Answers requests from now on, beside the steps that follow; ends when it is subscribed. " +
    "Messages without a reply subject are ignored.",
  example: '- respond: greet.*\n  with: { text: "Hello, ${token.2}!", you: "${data}" }',
  traits: {
    actor: "client",
    main: "subject",
    payload: { key: "with", direction: "reply" },
    locals: ["data", "subject", "token", "i"],
  },
  schema: z.strictObject({
    respond: subject("the subject; `*` and `>` may stand in it"),
    with: payload(
      "the reply's payload; `${data}` is the request's, `${subject}` its subject, `${token.2}` " +
        "the subject's second token, `${i}` counts replies from 1; default: empty",
    ).optional(),
    headers: headers("the reply's headers, with the same variables").optional(),
    delay: duration("how long after the request the reply is sent; default: at once").optional(),
    queue: z.string().min(1).describe("the queue group that shares the requests").optional(),
    times: count("ends after so many replies; default: with the scenario").optional(),
  }),
  async run(params, context) {
    const { respond: subject, queue } = params;
    const name = `respond ${subject} (${context.step.id}, ${context.now()})`;
    const id = context.addSubscription(name);
    context.noteSubject(name, subject, queue);
    await context.client().call("subscribe", {
      id,
      subject,
      ...(queue !== undefined && { queue }),
    }, context.signal);
    context.background((signal) => serve({ ...params, id }, context, signal));
    return nothing;
  },
});

/** What a responder does. */
interface Service {
  readonly id: string;
  readonly with?: Json | undefined;
  readonly headers?: { readonly [name: string]: string | readonly string[] } | undefined;
  readonly delay?: number | undefined;
  readonly times?: number | undefined;
}

async function serve(
  service: Service,
  context: ActionContext,
  signal: AbortSignal,
): Promise<void> {
  const { times = Infinity } = service;
  try {
    for (let i = 1; i <= times;) {
      const request = await nextRequest(service.id, context, signal);
      if (request === undefined) continue;
      if (request.reply === undefined) {
        const text =
          `respond: a message on "${request.subject}" without a reply subject is ignored`;
        context.emit({ kind: "log", text });
        continue;
      }
      const message = { ...renderReply(service, request, i, context), subject: request.reply };
      // As replies are late by the same time, each is due after those before it.
      const due = context.since(request.at) + (service.delay ?? 0);
      if (due > context.now()) await context.sleep(due - context.now());
      // Whoever has the last reply finds nobody there with a further request.
      if (i === times) await context.client().call("unsubscribe", { id: service.id }, signal);
      await context.client().call("publish", message, signal);
      logPublish(message, context);
      i++;
    }
  } catch (error) {
    if (signal.aborted || failedWith(error, "closed", "draining")) return;
    throw error;
  }
}

async function nextRequest(
  id: string,
  context: ActionContext,
  signal: AbortSignal,
): Promise<WireMessage | undefined> {
  try {
    return await context.client().call("next", { id, timeoutMs: waitMs }, signal);
  } catch (error) {
    if (failedWith(error, "timeout")) return undefined;
    throw error;
  }
}

function renderReply(service: Service, request: WireMessage, i: number, context: ActionContext) {
  const { subject } = request;
  const tokens = subject.split(".").map((token, index) => [String(index + 1), token]);
  const locals = {
    data: requestData(service, request, context),
    subject,
    token: Object.fromEntries(tokens) as { readonly [position: string]: string },
    i,
  };
  const draft = { subject: "", send: service.with, headers: service.headers };
  return renderMessage(draft, context, { direction: "reply", typeSubject: subject, locals });
}

function requestData(service: Service, request: WireMessage, context: ActionContext): Json {
  const { value, untyped } = context.decode(request.subject, "send", request);
  // As a payload, this makes the same bytes again.
  if (value instanceof Uint8Array) return { $base64: value.toBase64() };
  const wantsFields = JSON.stringify([service.with, service.headers]).includes("${data.");
  return untyped && wantsFields && typeof value === "string" ? parseData(value) : value;
}

function parseData(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error("Cannot fill in a field of ${data} as the request must be JSON", { cause });
  }
}
