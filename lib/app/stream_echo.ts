// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { z } from "zod";
import { type Application, defineApplication, isSubject } from "./application.ts";
import { Router } from "./router.ts";

// Instances share its messages.
const consumer = "stream-echo";

// When what became of a message is lost with the server, it comes again after that.
const ackWaitNanos = 2e9;

/** Echoes what a stream stores. */
export const streamEcho: Application = defineApplication({
  key: "stream-echo",
  about:
    "Answers each EchoRequest that a stream stores on `<subject>` with an EchoResponse that it " +
    "stores on `<subject>.reply`: `echo <message>`, once for each message, over outages. One that " +
    "is no EchoRequest goes to `dead.<stream>.stream-echo`.",
  schema: z.strictObject({
    // A stream whose subjects begin with a wildcard would hold those of JetStream itself, and is refused.
    subject: z.string().refine(
      (text) => isSubject(text) && !/^[*>]|>$/.test(text),
      "must be a subject that begins with a word, such as test.echo.stream, and does not end in >",
    ).optional().describe("the subject of the messages; default `test.echo.stream`"),
    stream: z.string().regex(/^[\w-]+$/, "must be letters, digits, `-` and `_`").optional()
      .describe("the stream, created or updated to hold all these subjects; default `ECHO`"),
  }),
  router: () => Promise.resolve(new Router()),
  async open({ subject = "test.echo.stream", stream = "ECHO" }, { client, log, signal }) {
    const { EchoRequestSchema, EchoResponseSchema } = await import("../../proto/mod.ts");
    const { encodePayload } = await import("./payload.ts");
    const { consume, ensureConsumer, ensureStream } = await import("../client/stream/mod.ts");
    const { publishToStream } = await import("../client/mod.ts");
    const { jetstream } = await import("@nats-io/jetstream");
    const deadLetter = `dead.${stream}.${consumer}`;
    await ensureStream(client, {
      name: stream,
      subjects: [subject, `${subject}.reply`, deadLetter],
    });
    await ensureConsumer(client, stream, {
      durable_name: consumer,
      filter_subject: subject,
      ack_wait: ackWaitNanos,
    });
    const js = jetstream(client.connection);
    const consumption = await consume(
      client,
      { stream, consumer, type: EchoRequestSchema },
      async ({ value, subject, sequence, signal }) => {
        const answer = encodePayload(EchoResponseSchema, { message: `echo ${value.message}` });
        // A message that comes again, as its acknowledgement was lost, has been answered.
        const msgID = `${stream}-${sequence}-echo`;
        await publishToStream(js, `${subject}.reply`, answer, { msgID, signal, timeout: 1000 });
      },
      { deadLetter, signal, graceMs: 5000, onError: (error) => log(error.message) },
    );
    return { stop: () => consumption.stop() };
  },
});
