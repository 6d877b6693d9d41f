// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig pub`: publishes. @module */

import { loadCodec, protoFlag, typeFlag } from "./client_codec.ts";
import { draftFlags, readDraft } from "./client_draft.ts";
import { connectionFlags, connectionOptions } from "./client_flags.ts";
import {
  counterLookup,
  counterNames,
  repeat,
  repeatFlags,
  repeatOptions,
} from "./client_repeat.ts";
import { finishMs, type Stop, untilStopped, withSession } from "./client_session.ts";
import { subjectOf, subjectPositional } from "./client_subject.ts";
import type { Command, Input } from "./command.ts";
import { exitCode, exitCodeOf, type Io } from "./io.ts";
import { durationFlag } from "./parse_input.ts";

/** Publishes. */
export const pub: Command = {
  name: "pub",
  about: "publish messages",
  positionals: subjectPositional("where to publish"),
  flags: [
    ...draftFlags,
    { name: "reply", value: "SUBJECT", about: "where answers are awaited" },
    typeFlag("type", "the data"),
    protoFlag,
    ...repeatFlags,
    {
      name: "timeout",
      value: "DURATION",
      about: "how long the server may take to have everything",
      preset: "5s",
    },
    ...connectionFlags,
  ],
  examples: [
    { line: "natsrig pub", about: "hello world, to the subject hello" },
    { line: "natsrig pub orders.new -d @order.json -H Trace:7", about: "a file, with a header" },
    { line: "natsrig pub -d 'no. ${i}' --count 10 --interval 1s", about: "ten, one a second" },
    {
      line: `natsrig pub orders.new --type shop.Order --proto shop.proto -d '{"item":"tea"}'`,
      about: "a protobuf message, from JSON",
    },
  ],
  run: (input, io) => untilStopped(io, (stop) => publish(input, io, stop)),
};

async function publish(input: Input, io: Io, stop: Stop): Promise<number> {
  const { signal } = stop;
  const subject = await subjectOf(input, "subject");
  const times = repeatOptions(input);
  const timeoutMs = durationFlag(input, "timeout") ?? finishMs;
  const connection = await connectionOptions(input, io);
  const codec = await loadCodec(input, io, signal);
  const type = input.value("type");
  const draft = await readDraft(input, { io, codec, type, variables: counterNames, signal });
  // What does not fit its type is told before anything is sent.
  draft(counterLookup(1));
  const reply = input.value("reply");
  const wait = { timeoutMs, signal, ...(reply !== undefined && { reply }) };
  const options = { name: "natsrig pub", drainTimeout: timeoutMs, ...connection };
  return await withSession(options, { io, stop }, async (session) => {
    const sent = await repeat(times, signal, async (i) => {
      const { data, ...headers } = draft(counterLookup(i));
      await session.client.publishWhenReady(subject, data, { ...wait, ...headers });
    });
    await (stop.by === undefined ? session.finish() : session.abandon());
    const of = sent === times.count ? "" : ` of ${times.count}`;
    if (session.failure === undefined) session.note(`published ${sent}${of} to "${subject}"`);
    return stop.by === undefined ? exitCode.ok : exitCodeOf(stop.by);
  });
}
