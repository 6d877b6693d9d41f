// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { type Client, ClientError, connect } from "../client/mod.ts";
import { readServiceError } from "../client/service_error.ts";
import { CodecError } from "../codec/error.ts";
import { startServer } from "../server/mod.ts";
import type { LogEntry } from "./logger.ts";
import { Router } from "./router.ts";
import { serve } from "./serve.ts";

const text = { send: "text", reply: "text" } as const;

/** What a request came to: its text, or the code of its error. */
async function ask(client: Client, subject: string): Promise<string> {
  const reply = await client.request(subject, "", { timeoutMs: 20_000 });
  return `${readServiceError(reply.headers)?.code ?? reply.text()}`;
}

Deno.test("serve() refuses what there is no room for, logs it once and counts it", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const lines: string[] = [];
  const finish = Promise.withResolvers<void>();
  const router = new Router().on("work", text, async () => {
    await finish.promise;
    return "done";
  });
  await using app = await serve(router, {
    servers: server.url,
    concurrency: 2,
    pendingMsgsLimit: 3,
    log: (line) => void lines.push(line),
  });
  const answers = Array.from({ length: 12 }, () => ask(client, "work"));
  const first = await Promise.all(answers.slice(5));
  assertEquals(first, Array(7).fill("503"));
  assertEquals(app.stats().endpoints[0]?.data, { running: 2, waiting: 3, refused: 7 });
  finish.resolve();
  assertEquals(await Promise.all(answers.slice(0, 5)), Array(5).fill("done"));
  const [stats] = app.stats().endpoints;
  assertEquals([stats?.num_requests, stats?.num_errors], [12, 7]);
  assertEquals(stats?.last_error, "503:too many messages wait");
  assertEquals(lines, [
    "work: slow-consumer: 3 messages wait; newer ones are refused with 503 until there is room",
  ]);
});

Deno.test("serve() tells callers whose time is over; what is no request may wait", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const entries: LogEntry[] = [];
  let begun = 0;
  const router = new Router().on("work", text, async (_, { signal }) => {
    begun++;
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    // What waits behind it has waited too long then, however quick the machine is.
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await using app = await serve(router, {
    servers: server.url,
    concurrency: 1,
    handlerTimeoutMs: 40,
    onLog: (entry) => void entries.push(entry),
  });
  const answers = [ask(client, "work"), ask(client, "work")];
  client.publish("work");
  assertEquals(await Promise.all(answers), ["504", "504"]);
  await app.stop();
  const entry = { message: "error 504: not done within 40 ms", subject: "work", code: 504 };
  assertEquals(entries, Array(3).fill({ level: "error", ...entry }));
  assertEquals([begun, app.stats().endpoints[0]?.num_errors], [2, 3]);
});

Deno.test("serve() takes several Routers, and runs their handlers of one subject in order", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const seen: string[] = [];
  const log = (name: string) => new Router().on("a", text, () => void seen.push(name));
  const last = new Router().on("a", text, () => "end");
  await using app = await serve([log("1"), log("2"), last], { servers: server.url });
  assertEquals([await ask(client, "a"), seen], ["end", ["1", "2"]]);
  assertEquals(app.info.endpoints.map(({ name }) => name), ["a"]);
});

Deno.test("serve() gives handlers JetStream on its own connection, and the outbox it was given", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const manager = await jetstreamManager(client.connection);
  await manager.streams.add({ name: "KEPT", subjects: ["kept.*"] });
  const js = jetstream(client.connection);
  const outbox = {
    publish: (subject: string, payload: string | Uint8Array) => js.publish(subject, payload),
  };
  const router = new Router()
    .on(
      "store",
      text,
      async (_, { jetstream }) => `${(await jetstream.publish("kept.one", "1")).seq}`,
    )
    .on("keep", text, async (_, { outbox }) => {
      await outbox.publish("kept.two", "2", { headers: { a: "1" } });
      return "kept";
    });
  await using _app = await serve(router, { servers: server.url, jetstream: true, outbox });
  assertEquals([await ask(client, "store"), await ask(client, "keep")], ["1", "kept"]);
  const { state } = await manager.streams.info("KEPT");
  assertEquals(state.messages, 2);
});

Deno.test("App.stop() tells who waits when the grace is over; nothing starts or publishes later", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const heard: string[] = [];
  client.subscribe("out", { callback: (message) => void heard.push(message.text()) });
  let begun = 0;
  const resume = Promise.withResolvers<void>();
  const late = Promise.withResolvers<unknown>();
  const router = new Router().on("deaf", text, async (_, { publish }) => {
    publish("out", `${++begun}`);
    await resume.promise;
    try {
      publish("out", "late");
    } catch (error) {
      late.resolve(error);
    }
  });
  const app = await serve(router, {
    client,
    concurrency: 1,
    graceMs: 50,
    log: () => {},
  });
  const answers = [ask(client, "deaf"), ask(client, "deaf")];
  await client.flush();
  await app.stop();
  assertEquals(await Promise.all(answers), ["503", "503"]);
  resume.resolve();
  const error = await late.promise;
  assert(error instanceof ClientError && error.code === "closed");
  await client.flush();
  assertEquals([heard, begun], [["1"], 1]);
});

Deno.test("App.stop() loses nothing under load", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  let over = false;
  let late = 0;
  const router = new Router().on("work", text, async () => {
    if (over) late++;
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (over) late++;
    return "done";
  });
  const options = { servers: server.url, concurrency: 4 };
  await using _stays = await serve(new Router().on("work", text, () => "done"), options);
  for (let round = 0; round < 3; round++) {
    over = false;
    const app = await serve(router, options);
    const answers = Array.from({ length: 300 }, () => ask(client, "work"));
    await answers[0];
    await app.stop();
    over = true;
    assertEquals([...new Set(await Promise.all(answers))], ["done"]);
  }
  assertEquals(late, 0);
});

Deno.test("App.ended tells why an application ended that nobody stopped", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url });
  const lines: string[] = [];
  const router = new Router().on("a", text, () => "");
  const app = await serve(router, { client, log: (line) => void lines.push(line) });
  await client.close();
  const reason = await app.ended;
  assertEquals(reason?.message, "The connection was closed");
  assertEquals(lines, ["connection: closed: The connection was closed"]);
  await app.stop();
});

Deno.test("serve() refuses options of a connection beside a client", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const options = { client, servers: server.url };
  const words = '"servers" must be left out beside "client"';
  await assertRejects(() => serve(new Router(), options), TypeError, words);
});

Deno.test("serve() leaves no connection behind where a Router has a type that is none", async () => {
  await using server = await startServer();
  // What a program without types can do.
  const router = new Router().on("a", { send: "txt" as never }, () => {});
  await assertRejects(() => serve(router, { servers: server.url }), CodecError, "txt");
});

Deno.test("serve() refuses an option that nobody has", async () => {
  const options = { servers: "127.0.0.1:1", graceMS: 5 };
  const error = await assertRejects(() => serve(new Router(), options), ClientError, "graceMS");
  assertEquals(error instanceof ClientError && error.code, "invalid-option");
});
