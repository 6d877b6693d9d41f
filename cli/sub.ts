// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig sub`: shows what is published. @module */

import { loadCodec, protoFlag, typeFlag } from "./client_codec.ts";
import { connectionFlags, connectionOptions } from "./client_flags.ts";
import { listen, listenFlags, listenOptions } from "./client_listen.ts";
import { messageFlags, messageWriter } from "./client_message.ts";
import { type Stop, untilStopped, withSession } from "./client_session.ts";
import { subjectOf, subjectPositional } from "./client_subject.ts";
import type { Command, Input } from "./command.ts";
import type { Io } from "./io.ts";

/** Shows what is published. */
export const sub: Command = {
  name: "sub",
  about: "subscribe, and show the messages",
  positionals: subjectPositional("the subject; `*` and `>` may stand in it"),
  flags: [
    typeFlag("type", "a message"),
    protoFlag,
    ...listenFlags,
    ...messageFlags,
    ...connectionFlags,
  ],
  examples: [
    { line: "natsrig sub", about: "the subject hello, until Ctrl-C" },
    { line: "natsrig sub 'orders.>' --json --count 10", about: "ten messages as lines of JSON" },
    { line: "natsrig sub orders.new --type shop.Order --proto shop.proto", about: "protobuf" },
  ],
  run: (input, io) => untilStopped(io, (stop) => subscribe(input, io, stop)),
};

async function subscribe(input: Input, io: Io, stop: Stop): Promise<number> {
  const subject = await subjectOf(input, "pattern");
  const options = listenOptions(input, subject);
  const connection = await connectionOptions(input, io);
  const codec = await loadCodec(input, io, stop.signal);
  const write = messageWriter(input, { codec, type: input.value("type"), sink: io.stdout });
  return await withSession(
    { name: "natsrig sub", ...connection },
    { io, stop },
    (session) =>
      listen(session, options, (message, n) => {
        const error = write({ message, n });
        if (error !== undefined) session.fail(error);
      }),
  );
}
