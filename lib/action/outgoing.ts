// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the actions that send messages have in common. @module */

import { setImmediate } from "node:timers";
import type { WireMessage } from "../driver/types.ts";
import type { Headers, Json } from "../scenario/types.ts";
import { type ActionContext, type Direction, toHeaders } from "./types.ts";

/** A message as a scenario writes it. */
export interface Draft {
  readonly subject: string;
  readonly send?: Json | undefined;
  readonly headers?: { readonly [name: string]: string | readonly string[] } | undefined;
  readonly reply?: string | undefined;
}

/** A message ready to be sent. */
export interface Outgoing {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: Headers;
  readonly reply?: string;
}

/** How a draft becomes a message. */
export interface RenderOptions {
  /** Which type of `typeSubject` the payload has. Default: `send`. */
  readonly direction?: Direction;
  /** Whose type the payload has. Default: the message's subject. */
  readonly typeSubject?: string;
  /** The action's own variables, filled in where the step has variables. Default: none. */
  readonly locals?: { readonly [name: string]: Json };
}

/** Fills an action's own variables in, and encodes the payload. */
export function renderMessage(
  draft: Draft,
  context: ActionContext,
  options: RenderOptions = {},
): Outgoing {
  const { direction = "send", locals } = options;
  function filled<T extends Json | undefined>(value: T): T {
    return locals !== undefined && context.step.templated ? context.fill(value, locals) : value;
  }
  // A text that is one variable takes the variable's own type.
  const subject = String(filled(draft.subject));
  const reply = filled(draft.reply);
  const headers = toHeaders(filled(draft.headers));
  return {
    subject,
    data: context.encode(options.typeSubject ?? subject, direction, filled(draft.send)),
    ...(headers !== undefined && { headers: asText(headers) }),
    ...(reply !== undefined && { reply: String(reply) }),
  };
}

function asText(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [name, [values].flat().map(String)]),
  );
}

/** Logs a message that went out. */
export function logPublish(message: Outgoing, context: ActionContext): void {
  context.emit({ kind: "publish", ...message, size: message.data.length });
}

/** Logs a message that came in outside of a subscription: a reply. */
export function logMessage(message: WireMessage, context: ActionContext): void {
  const { subject, reply, headers, data } = message;
  context.emit({
    kind: "message",
    subject,
    ...(reply !== undefined && { reply }),
    ...(headers !== undefined && { headers }),
    data,
    size: data.length,
  });
}

/**
 * Performs an operation that sends a message and goes on after the server has it. The message is
 * logged when it is on its way, before anything that it causes; not at all where the client
 * refuses it on the spot.
 */
export async function logOnItsWay<T>(
  operation: Promise<T>,
  message: Outgoing,
  context: ActionContext,
): Promise<T> {
  await Promise.race([operation, nextTurn()]);
  logPublish(message, context);
  return await operation;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/**
 * The variables of one of several messages: with `count`, `i` counts the messages; without it, an
 * `i` of steps around the step keeps its meaning.
 */
export function messageLocals(
  count: number | undefined,
  i: number,
  context: ActionContext,
): { readonly [name: string]: Json } {
  return count === undefined ? { i, ...context.locals } : { i };
}
