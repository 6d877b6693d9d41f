// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig reply`: answers requests. @module */

import type { Message } from "../lib/client/message.ts";
import { decodeText } from "../lib/codec/text.ts";
import type { Json, PayloadCodec } from "../lib/codec/types.ts";
import { follow, type Lookup } from "../lib/scenario/template.ts";
import { loadCodec, protoFlag, typeFlag } from "./client_codec.ts";
import { type Draft, draftFlags, readDraft } from "./client_draft.ts";
import { connectionFlags, connectionOptions } from "./client_flags.ts";
import { listen, listenFlags, listenOptions } from "./client_listen.ts";
import { messageFlags, messageWriter } from "./client_message.ts";
import { type Session, type Stop, untilStopped, withSession } from "./client_session.ts";
import { subjectOf, subjectPositional } from "./client_subject.ts";
import { type Command, type Input, UsageError } from "./command.ts";
import type { Io } from "./io.ts";

/** The variables of an answer, as in the action `respond` of scenarios. */
const answerNames = ["data", "subject", "token", "i"] as const;

/** Answers requests. */
export const reply: Command = {
  name: "reply",
  about: "answer requests, and show them",
  positionals: subjectPositional("the subject; `*` and `>` may stand in it"),
  flags: [
    ...draftFlags,
    { name: "echo", about: "answer with the request's data" },
    typeFlag("type", "a request"),
    typeFlag("reply-type", "the answer"),
    protoFlag,
    ...listenFlags,
    ...messageFlags,
    ...connectionFlags,
  ],
  examples: [
    { line: "natsrig reply 'greet.*' -d 'hello, ${token.2}'", about: "by the subject" },
    { line: "natsrig reply test.echo --echo --queue workers", about: "what was sent" },
    {
      line: `natsrig reply sum --type json --reply-type json -d '{"id":"\${data.id}","n":"\${i}"}'`,
      about: "JSON, with a field of the request",
    },
  ],
  run: (input, io) => untilStopped(io, (stop) => answer(input, io, stop)),
};

async function answer(input: Input, io: Io, stop: Stop): Promise<number> {
  const subject = await subjectOf(input, "pattern");
  const options = listenOptions(input, subject);
  const unfit = ["data", "reply-type"].find((flag) => input.has("echo") && input.has(flag));
  if (unfit !== undefined) throw new UsageError(`--echo and --${unfit} do not go together`);
  const connection = await connectionOptions(input, io);
  const codec = await loadCodec(input, io, stop.signal);
  const [type, replyType] = [input.value("type"), input.value("reply-type")];
  const { signal } = stop;
  const draft = await readDraft(input, {
    io,
    codec,
    type: replyType,
    variables: answerNames,
    signal,
  });
  const decode = decoder(type, codec);
  const write = messageWriter(input, { codec, type, sink: io.stdout });
  const settings = { name: "natsrig reply", ...connection };
  return await withSession(
    settings,
    { io, stop },
    (session) =>
      listen(session, options, (message, n) => {
        const error = write({ message, n });
        if (error !== undefined) session.fail(error);
        if (message.reply === undefined) {
          session.note(`message #${n} awaits no answer`);
          return;
        }
        const lookup = lookupIn(message, n, decode);
        respond(message, session, () => {
          const made = draft(lookup);
          return input.has("echo") ? { ...made, data: message.data } : made;
        });
      }),
  );
}

/** Answers; where that cannot be, it is told, and the next request is awaited. */
function respond(message: Message, session: Session, make: () => Draft): void {
  try {
    const { data, ...headers } = make();
    message.respond(data, headers);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    session.fail(`Cannot answer a request on "${message.subject}": ${reason}`);
  }
}

function lookupIn(message: Message, i: number, decode: Decode): Lookup {
  const tokens = message.subject.split(".");
  return ({ name, path }) => {
    switch (name) {
      case "data":
        // A field of a request without a type is one of JSON.
        return follow(decode(message.data, path.length === 0 ? "text" : "json"), path);
      case "subject":
        return follow(message.subject, path);
      case "token":
        return follow(Object.fromEntries(tokens.map((it, at) => [`${at + 1}`, it])), path);
      default:
        return follow(i, path);
    }
  };
}

/** Gives a request's data as a value. */
type Decode = (data: Uint8Array, preset: string) => Json;

function decoder(type: string | undefined, codec: PayloadCodec): Decode {
  return (data, preset) => {
    const value = codec.decode(type ?? preset, data);
    return value instanceof Uint8Array ? decodeText(value) : value;
  };
}
