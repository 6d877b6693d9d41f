// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Receiving until there is enough, the time is over, or Ctrl-C. @module */

import type { Message } from "../lib/client/message.ts";
import { formatDuration } from "../lib/scenario/unit.ts";
import type { Session } from "./client_session.ts";
import type { Flag, Input } from "./command.ts";
import { exitCode, exitCodeOf } from "./io.ts";
import { countFlag, durationFlag } from "./parse_input.ts";

/** The flags that say what is received and for how long. */
export const listenFlags: readonly Flag[] = [
  { name: "queue", value: "NAME", about: "share the messages with the others of a queue group" },
  { name: "count", value: "N", about: "end after N messages" },
  {
    name: "timeout",
    value: "DURATION",
    about: "end after this time; with --count that is a failure",
  },
];

/** How long the server may take to confirm a subscription, in milliseconds. */
const confirmMs = 10_000;

/** What to listen for. */
export interface ListenOptions {
  readonly subject: string;
  readonly queue?: string;
  /** How many messages are enough. */
  readonly count?: number;
  readonly timeoutMs?: number;
}

/**
 * Reads the flags.
 *
 * @throws {UsageError} where one is wrong
 */
export function listenOptions(input: Input, subject: string): ListenOptions {
  const queue = input.value("queue");
  const count = countFlag(input, "count");
  const timeoutMs = durationFlag(input, "timeout");
  return {
    subject,
    ...(queue !== undefined && { queue }),
    ...(count !== undefined && { count }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

/**
 * Handles messages. The connection is drained at the end, so that those under way are handled, too.
 *
 * @param handle told of each message with its number from 1
 * @returns the exit code: without `count` any end is a good one
 * @throws {ClientError} where the server refuses the subscription; and whatever `handle` throws
 */
export async function listen(
  session: Session,
  { subject, queue, count, timeoutMs }: ListenOptions,
  handle: (message: Message, n: number) => void,
): Promise<number> {
  const { client, stop } = session;
  const over = Promise.withResolvers<void>();
  over.promise.catch(() => "it is awaited below");
  const end = () => over.resolve();
  let seen = 0;
  const subscription = client.subscribe(subject, {
    ...(queue !== undefined && { queue }),
    // The server sends no more than that, so that the others of a queue group get the rest.
    ...(count !== undefined && { max: count }),
    // Called as messages are read, so that none has to wait, or be dropped.
    callback: (message) => {
      handle(message, ++seen);
      if (seen === count) end();
    },
    onError: over.reject,
  });
  await subscription.confirmed({ timeoutMs: confirmMs, signal: stop.signal });
  session.note(`subscribed to "${subject}"; Ctrl-C ends`);
  const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
  stop.signal.addEventListener("abort", end);
  client.closed().then(end);
  try {
    await over.promise;
  } finally {
    clearTimeout(timer);
    stop.signal.removeEventListener("abort", end);
  }
  await session.abandon();
  if (count === undefined || seen === count) return exitCode.ok;
  if (stop.by !== undefined) return exitCodeOf(stop.by);
  const limit = timeoutMs === undefined ? "" : ` within ${formatDuration(timeoutMs)}`;
  session.fail(`${seen} of ${count} messages came${limit}`);
  return exitCode.failed;
}
