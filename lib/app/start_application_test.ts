// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import {
  EchoRequestSchema,
  EchoResponseSchema,
  type PingRequest,
  PingRequestSchema,
} from "../../proto/mod.ts";
import { ClientError, connect } from "../client/mod.ts";
import { codecOf } from "../codec/codec_of.ts";
import { startServer } from "../server/mod.ts";
import { until } from "../server/test_until.ts";
import { startApplication } from "./start_application.ts";

function contextOf(url: string) {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  return { name: "app", servers: [url], log, signal: new AbortController().signal, lines };
}

Deno.test("startApplication() runs an application with a scenario's options", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const options = { subject: "echo.cached", ttl: "1m" };
  await using _app = await startApplication("caching-echo", options, contextOf(server.url));
  const request = toBinary(EchoRequestSchema, create(EchoRequestSchema, { message: "hi" }));
  const answers: unknown[] = [];
  for (let n = 0; n < 2; n++) {
    const { data } = await client.connection.request("echo.cached", request, { timeout: 5000 });
    const { message, cached } = fromBinary(EchoResponseSchema, data);
    answers.push([message, cached]);
  }
  assertEquals(answers, [["hi", false], ["hi", true]]);
});

Deno.test("startApplication() has caching-echo share its answers where its store is kv", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const context = contextOf(server.url);
  const start = (subject: string) =>
    startApplication("caching-echo", { subject, store: "kv" }, context);
  await using _one = await start("one");
  await using _other = await start("other");
  const answers: unknown[] = [];
  for (const subject of ["one", "other"]) {
    const types = { send: EchoRequestSchema, reply: EchoResponseSchema };
    const data = codecOf(types.send).encode({ message: "hi" });
    const reply = await client.request(subject, data, { timeoutMs: 60_000 });
    const { message, cached } = codecOf(types.reply).decode(reply.data);
    answers.push([message, cached]);
  }
  assertEquals([answers, context.lines], [[["hi", false], ["hi", true]], []]);
});

Deno.test("startApplication() ends an application, and its connection, by its signal", async () => {
  await using server = await startServer({ jetstream: true });
  const stop = new AbortController();
  const context = { ...contextOf(server.url), signal: stop.signal };
  const apps = [
    await startApplication("echo", {}, context),
    await startApplication("stream-echo", {}, context),
  ];
  assertEquals((await server.monitor("varz"))["connections"], 2);
  stop.abort();
  await Promise.all(apps.map((app) => app[Symbol.asyncDispose]()));
  await until(async () => (await server.monitor("connz")).num_connections === 0);
  assertEquals(context.lines, []);
});

Deno.test("startApplication() leaves no connection where it fails", async () => {
  await using server = await startServer();
  const context = contextOf(server.url);
  await assertRejects(() => startApplication("stream-echo", {}, context), ClientError, "ECHO");
  await until(async () => (await server.monitor("connz")).num_connections === 0);
});

Deno.test("startApplication() has ping-pong relay once, whatever the number of instances", async () => {
  await using server = await startServer();
  const context = contextOf(server.url);
  const one = await startApplication("ping-pong", {}, context);
  const other = await startApplication("ping-pong", {}, context);
  await using client = await connect({ servers: server.url });
  const got: PingRequest[] = [];
  client.connection.subscribe("bob.ping", {
    callback: (_, message) => void got.push(fromBinary(PingRequestSchema, message.data)),
  });
  for (const origin of ["alice", "carol"]) {
    const ping = create(PingRequestSchema, { destination: "bob", origin, message: "hi" });
    client.connection.publish("alice.ping", toBinary(PingRequestSchema, ping));
  }
  await client.connection.flush();
  // They end when they have handled what they were given, relayed messages included.
  await Promise.all([one, other].map((app) => app[Symbol.asyncDispose]()));
  await client.connection.flush();
  assertEquals(got.map((ping) => [ping.origin, ping.message]), [["alice", "hi"]]);
  assertEquals(context.lines, ["alice.ping: error 403: origin carol is not the caller alice"]);
});

Deno.test("startApplication() refuses an application that is not there", async () => {
  await assertRejects(
    () => startApplication("eco", {}, contextOf("nats://127.0.0.1:1")),
    TypeError,
    'Cannot start application "eco" as it must be one of caching-echo, echo',
  );
});

Deno.test("startApplication() refuses options before it connects", async () => {
  await assertRejects(
    () => startApplication("caching-echo", { ttl: "soon" }, contextOf("nats://127.0.0.1:1")),
    z.ZodError,
    "must be a duration",
  );
});
