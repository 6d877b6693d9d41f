// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the actions that wait for messages have in common. @module */

import { DriverError } from "../driver/error.ts";
import type { WireMessage } from "../driver/types.ts";
import { type Expected, expectedCount } from "./expected_count.ts";
import type { FailureCode, Item } from "../scenario/types.ts";
import type { ActionContext } from "./types.ts";

/** Whether an error is a driver's, with one of the codes. */
export function failedWith(error: unknown, ...codes: readonly FailureCode[]): boolean {
  return error instanceof DriverError && error.code !== undefined && codes.includes(error.code);
}

/**
 * Takes the messages that are expected of a subscription, with the context's patience for all of
 * them together. Where some came, but not all, these are returned.
 *
 * @throws {DriverError} where none came although some were expected, with the code of the reason:
 * `timeout`, or `closed` where the subscription has ended
 */
export async function takeMessages(
  id: string,
  expected: Expected,
  context: ActionContext,
): Promise<readonly WireMessage[]> {
  const client = context.client();
  const wanted = expectedCount(expected);
  const deadline = context.now() + context.patienceMs;
  const messages: WireMessage[] = [];
  while (messages.length < wanted) {
    const timeoutMs = Math.max(0, deadline - context.now());
    try {
      messages.push(await client.call("next", { id, timeoutMs }, context.signal));
    } catch (error) {
      const enough = messages.length > 0 || expected.expectAll?.length === 0;
      if (enough && failedWith(error, "timeout", "closed")) break;
      throw error;
    }
  }
  return messages;
}

/** Decodes messages by the type that their own subject has as a `send`. */
export function decodeMessages(
  messages: readonly WireMessage[],
  context: ActionContext,
): readonly Item[] {
  return messages.map((message) => context.decode(message.subject, "send", message));
}

/** When the last of some messages came, as an observation's `at`. */
export function arrivalOf(
  messages: readonly WireMessage[],
  context: ActionContext,
): { at?: number } {
  const last = messages.at(-1);
  return last === undefined ? {} : { at: context.since(last.at) };
}
