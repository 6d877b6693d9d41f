// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import { EchoRequestSchema, EchoResponseSchema } from "../../proto/mod.ts";
import { type Client, connect, publishToStream } from "../client/mod.ts";
import { codecOf } from "../codec/codec_of.ts";
import { type Server, startServer } from "../server/mod.ts";
import { startApplication } from "./start_application.ts";
import { streamEcho } from "./stream_echo.ts";

const reconnect = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };
const request = codecOf(EchoRequestSchema);
const response = codecOf(EchoResponseSchema);

interface Stage {
  readonly server: Server;
  readonly client: Client;
  readonly lines: string[];
  start(): Promise<AsyncDisposable>;
  /** Publishes a message until it is acknowledged, once. */
  ask(message: string): Promise<void>;
  /** Waits for so many answers, and gives all of them. */
  answers(count: number): Promise<readonly string[]>;
}

async function onStage(act: (stage: Stage) => Promise<void>): Promise<void> {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url, ...reconnect });
  const { signal } = new AbortController();
  const lines: string[] = [];
  const context = {
    name: "echo",
    servers: [server.url],
    log: (line: string) => void lines.push(line),
    signal,
  };
  const js = jetstream(client.connection);
  await act({
    server,
    client,
    lines,
    start: () => startApplication("stream-echo", {}, context),
    ask: async (message) => {
      await publishToStream(js, "test.echo.stream", request.encode({ message }), {
        msgID: message,
        retries: 1000,
        retryWaitMs: 10,
      });
    },
    answers: async (count) => {
      const ordered = await js.consumers.get("ECHO", { filter_subjects: "test.echo.stream.reply" });
      const found: string[] = [];
      const messages = await ordered.consume();
      for await (const { data } of messages) {
        found.push(response.decode(data).message);
        if (found.length === count) break;
      }
      return found;
    },
  });
}

Deno.test("stream-echo answers what a stream stores, also what came while it was away", () =>
  onStage(async ({ start, ask, answers, client, lines }) => {
    const first = await start();
    await ask("one");
    assertEquals(await answers(1), ["echo one"]);
    await first[Symbol.asyncDispose]();
    await ask("two");
    await ask("three");
    await using _second = await start();
    await using _third = await start();
    assertEquals(await answers(3), ["echo one", "echo two", "echo three"]);
    const { streams } = await jetstreamManager(client.connection);
    assertEquals((await streams.info("ECHO")).state.messages, 6);
    assertEquals(lines, []);
  }));

Deno.test("stream-echo answers each message once over a kill of the server", () =>
  onStage(async ({ start, ask, answers, client, server }) => {
    await using _app = await start();
    const names = Array.from({ length: 20 }, (_, index) => `message ${index + 1}`);
    for (const [index, name] of names.entries()) {
      if (index === 10) {
        const back = Promise.withResolvers<void>();
        client.onStatus(({ status }) => {
          if (status === "reconnect") back.resolve();
        });
        await server.kill();
        await server.start();
        await back.promise;
      }
      await ask(name);
    }
    const wanted = names.map((name) => `echo ${name}`);
    assertEquals((await answers(20)).toSorted(), wanted.toSorted());
    const { streams } = await jetstreamManager(client.connection);
    assertEquals((await streams.info("ECHO")).state.messages, 40);
  }));

Deno.test("stream-echo puts aside what is no request, and goes on", () =>
  onStage(async ({ start, ask, answers, client, lines }) => {
    await using _app = await start();
    await using dead = client.subscribe("dead.ECHO.stream-echo");
    await dead.confirmed();
    await publishToStream(jetstream(client.connection), "test.echo.stream", "no request");
    await ask("one");
    assertEquals(await answers(1), ["echo one"]);
    assertEquals((await dead.next({ timeoutMs: 60_000 })).text(), "no request");
    assertEquals(lines.length, 1);
  }));

Deno.test("stream-echo refuses a subject that has no place for its answers", async () => {
  for (const subject of ["echo.>", "*.echo", "", "a b"]) {
    await assertRejects(() => streamEcho.router({ subject }), z.ZodError, "begins with a word");
  }
});
