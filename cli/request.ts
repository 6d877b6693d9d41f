// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig request`: requests, and shows the replies. @module */

import type { Message } from "../lib/client/message.ts";
import { formatDuration } from "../lib/scenario/unit.ts";
import { loadCodec, protoFlag, typeFlag } from "./client_codec.ts";
import { type Draft, draftFlags, readDraft } from "./client_draft.ts";
import { connectionFlags, connectionOptions } from "./client_flags.ts";
import { messageFlags, messageWriter } from "./client_message.ts";
import {
  counterLookup,
  counterNames,
  repeat,
  repeatFlags,
  repeatOptions,
} from "./client_repeat.ts";
import { type Session, type Stop, untilStopped, withSession } from "./client_session.ts";
import { subjectOf, subjectPositional } from "./client_subject.ts";
import { type Command, type Input, UsageError } from "./command.ts";
import { exitCode, exitCodeOf, type Io } from "./io.ts";
import { durationFlag } from "./parse_input.ts";

/** How long replies are awaited, in milliseconds. */
const presetTimeoutMs = 500;

/** Requests, and shows the replies. */
export const request: Command = {
  name: "request",
  about: "request, and show the replies",
  positionals: subjectPositional("where to request"),
  flags: [
    ...draftFlags,
    typeFlag("type", "the data"),
    typeFlag("reply-type", "a reply"),
    protoFlag,
    ...repeatFlags,
    {
      name: "replies",
      value: "N",
      about: "how many replies to a request; 0: all that come in --timeout",
      preset: "1",
    },
    {
      name: "timeout",
      value: "DURATION",
      about: "how long to wait for replies",
      preset: formatDuration(presetTimeoutMs),
    },
    ...messageFlags,
    ...connectionFlags,
  ],
  examples: [
    { line: "natsrig request greet.joe -d hi", about: "one reply" },
    { line: "natsrig request time --raw", about: "its payload alone" },
    { line: "natsrig request '$SRV.PING' -d '' --replies 0", about: "all services" },
    {
      line: "natsrig request test.echo --type natsrig.echo.v1.EchoRequest " +
        `--reply-type natsrig.echo.v1.EchoResponse -d '{"message":"hi"}'`,
      about: "protobuf",
    },
  ],
  run: (input, io) => untilStopped(io, (stop) => ask(input, io, stop)),
};

async function ask(input: Input, io: Io, stop: Stop): Promise<number> {
  const { signal } = stop;
  const subject = await subjectOf(input, "subject");
  const times = repeatOptions(input);
  const wanted = repliesWanted(input);
  const timeoutMs = durationFlag(input, "timeout") ?? presetTimeoutMs;
  const connection = await connectionOptions(input, io);
  const codec = await loadCodec(input, io, signal);
  const type = input.value("type");
  const draft = await readDraft(input, { io, codec, type, variables: counterNames, signal });
  // What does not fit its type is told before anything is sent.
  draft(counterLookup(1));
  const write = messageWriter(input, { codec, type: input.value("reply-type"), sink: io.stdout });
  let n = 0;
  const options = { name: "natsrig request", ...connection };
  return await withSession(options, { io, stop }, async (session) => {
    await repeat(times, signal, async (i) => {
      const start = performance.now();
      const query = { subject, ...draft(counterLookup(i)), wanted, timeoutMs };
      for (const reply of await repliesTo(query, session)) {
        const error = write({ message: reply, n: ++n, rttMs: reply.at - start });
        if (error !== undefined) session.fail(error);
      }
    });
    return stop.by === undefined ? exitCode.ok : exitCodeOf(stop.by);
  });
}

/** A request. */
interface Query extends Draft {
  readonly subject: string;
  readonly wanted: number;
  readonly timeoutMs: number;
}

/** Requests; that there are no replies, or too few, is told, and the next request goes its way. */
async function repliesTo(query: Query, session: Session): Promise<readonly Message[]> {
  const { subject, data, wanted, timeoutMs, ...headers } = query;
  const { client, stop } = session;
  const options = { timeoutMs, signal: stop.signal, ...headers };
  try {
    if (wanted === 1) return [await client.request(subject, data, options)];
    const replies = await client.requestMany(subject, data, { ...options, replies: wanted });
    if (replies.length < (wanted === Infinity ? 1 : wanted)) {
      const of = wanted === Infinity ? "no reply" : `${replies.length} of ${wanted} replies`;
      session.fail(`${of} to "${subject}" came within ${formatDuration(timeoutMs)}`);
    }
    return replies;
  } catch (error) {
    if (stop.signal.aborted) throw error;
    session.fail(error);
    return [];
  }
}

function repliesWanted(input: Input): number {
  const text = input.value("replies") ?? "1";
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count)) {
    throw new UsageError(`--replies must be a whole number from 0: current value is "${text}"`);
  }
  return count === 0 ? Infinity : count;
}
