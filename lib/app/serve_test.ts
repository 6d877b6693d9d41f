// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { type Client, ClientError, connect } from "../client/mod.ts";
import { type Server, type ServerOptions, startServer } from "../server/mod.ts";
import { Router } from "./router.ts";
import { serve, type ServeOptions } from "./serve.ts";
import { ServiceError } from "./error.ts";

const text = { send: "text", reply: "text" } as const;
const echo = () => new Router().on("echo", text, (message) => message);

async function withServer(
  test: (world: {
    readonly server: Server;
    readonly client: Client;
    readonly lines: string[];
    readonly options: ServeOptions;
  }) => Promise<void>,
  serverOptions: ServerOptions = {},
): Promise<void> {
  await using server = await startServer(serverOptions);
  await using client = await connect({ servers: server.url });
  const lines: string[] = [];
  const options = { servers: server.url, log: (line: string) => void lines.push(line) };
  await test({ server, client, lines, options });
}

async function ask(client: Client, subject: string, value = ""): Promise<string> {
  const reply = await client.connection.request(subject, value, { timeout: 5000 });
  return reply.string();
}

Deno.test("serve() answers from when it resolves, until it is disposed of", () =>
  withServer(async ({ client, options }) => {
    {
      await using _app = await serve(echo(), options);
      assertEquals(await ask(client, "echo", "hi"), "hi");
    }
    await assertRejects(() => ask(client, "echo"), Error, "no responders");
  }));

Deno.test("serve() is a service that can be found, by all, by name and by instance", () =>
  withServer(async ({ client, options }) => {
    const router = new Router().on(":user.echo", text, (message) => message);
    await using app = await serve(router, {
      ...options,
      name: "echoes",
      version: "1.2.3",
      description: "Echoes.",
      metadata: { team: "a" },
    });
    const { id } = app.info;
    const identity = { name: "echoes", id, version: "1.2.3", metadata: { team: "a" } };
    for (const suffix of ["", ".echoes", `.echoes.${id}`]) {
      assertEquals(JSON.parse(await ask(client, `$SRV.PING${suffix}`)), {
        type: "io.nats.micro.v1.ping_response",
        ...identity,
      });
    }
    const endpoint = { name: "any-echo", subject: "*.echo", queue_group: "q" };
    assertEquals(JSON.parse(await ask(client, "$SRV.INFO.echoes")), {
      type: "io.nats.micro.v1.info_response",
      ...identity,
      description: "Echoes.",
      endpoints: [{ ...endpoint, metadata: { send: "text", reply: "text" } }],
    });
    const { started, ...stats } = JSON.parse(await ask(client, "$SRV.STATS.echoes"));
    assertMatch(started, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assertEquals(stats, {
      type: "io.nats.micro.v1.stats_response",
      ...identity,
      endpoints: [{
        ...endpoint,
        num_requests: 0,
        num_errors: 0,
        last_error: "",
        processing_time: 0,
        average_processing_time: 0,
        data: { running: 0, waiting: 0, refused: 0 },
      }],
    });
  }));

Deno.test("serve() replies to a failure with its code, logs and counts it", () =>
  withServer(async ({ client, lines, options }) => {
    const router = echo().on("no", text, () => {
      throw new ServiceError(404, "not\nhere");
    });
    await using app = await serve(router, options);
    const reply = await client.connection.request("no", "", { timeout: 5000 });
    assertEquals([
      reply.headers?.get("Nats-Service-Error-Code"),
      reply.headers?.get("Nats-Service-Error"),
      reply.data.length,
    ], ["404", "not here", 0]);
    await ask(client, "echo");
    const [good, bad] = app.stats().endpoints;
    assertEquals([good?.num_requests, good?.num_errors], [1, 0]);
    assertEquals([bad?.num_requests, bad?.num_errors, bad?.last_error], [1, 1, "404:not\nhere"]);
    assertEquals(lines, ["no: error 404: not\nhere"]);
  }));

Deno.test("serve() passes headers on in both directions", () =>
  withServer(async ({ server, options }) => {
    const router = new Router().on("echo", text, (message, context) => {
      context.reply(message, { headers: context.headers });
    });
    await using _app = await serve(router, options);
    await using client = await connect({ servers: server.url });
    const { headers } = await import("@nats-io/nats-core");
    const sent = headers();
    sent.append("a", "1");
    sent.append("a", "2");
    const reply = await client.connection.request("echo", "", { timeout: 5000, headers: sent });
    assertEquals(reply.headers?.values("a"), ["1", "2"]);
  }));

Deno.test("serve() shares work between instances, unless queue is false", () =>
  withServer(async ({ client, options }) => {
    const seen: string[] = [];
    const listen = (name: string) =>
      new Router().on("work", { send: "text" }, () => void seen.push(name));
    await using _a = await serve(listen("shared"), options);
    await using _b = await serve(listen("shared"), options);
    await using _c = await serve(listen("each"), { ...options, queue: false });
    for (let n = 0; n < 10; n++) client.connection.publish("work");
    // Each instance finishes what the server gave it before it ends.
    await client.connection.flush();
    await Promise.all([_a.stop(), _b.stop(), _c.stop()]);
    assertEquals(seen.filter((name) => name === "shared").length, 10);
    assertEquals(seen.filter((name) => name === "each").length, 10);
  }));

Deno.test("serve() handles no more messages at once than `concurrency`", () =>
  withServer(async ({ client, options }) => {
    let now = 0;
    let most = 0;
    const router = new Router().on("work", text, async () => {
      most = Math.max(most, ++now);
      await client.connection.flush();
      now--;
      return "";
    });
    await using _app = await serve(router, { ...options, concurrency: 2 });
    await Promise.all(Array.from({ length: 10 }, () => ask(client, "work")));
    assertEquals(most, 2);
  }));

Deno.test("App.stop() finishes what is under way, and takes no more", () =>
  withServer(async ({ client, lines, options }) => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const router = new Router().on("slow", text, async () => {
      started.resolve();
      await finish.promise;
      return "done";
    });
    const app = await serve(router, options);
    const reply = ask(client, "slow");
    await started.promise;
    const stopped = app.stop();
    assertEquals(app.stop(), stopped);
    finish.resolve();
    assertEquals(await reply, "done");
    await stopped;
    await assertRejects(() => ask(client, "slow"), Error, "no responders");
    assertEquals(lines, []);
  }));

Deno.test("App.stop() aborts handlers when the grace is over", () =>
  withServer(async ({ client, lines, options }) => {
    const started = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    const router = new Router().on("hang", { send: "text" }, async (_, { signal }) => {
      signal.addEventListener("abort", () => ended.resolve(signal.reason), { once: true });
      started.resolve();
      await ended.promise;
    });
    const app = await serve(router, { ...options, graceMs: 20 });
    client.connection.publish("hang");
    await started.promise;
    await app.stop();
    assertEquals(String(await ended.promise), "ServiceError: the application has ended");
    assertEquals(lines, [
      "stop: the grace is over: 1 at work, 0 waiting",
      "hang: error 503: the application has ended",
    ]);
  }));

Deno.test("App.stop() ends also without a server", async () => {
  await using server = await startServer();
  const lines: string[] = [];
  const lost = Promise.withResolvers<void>();
  const client = await connect({ servers: server.url }, {
    onStatus: (status) => status.status === "disconnect" && lost.resolve(),
  });
  // Long enough for the test to time out, were it waited for.
  const options = { client, graceMs: 600_000, log: (line: string) => void lines.push(line) };
  const app = await serve(echo(), options);
  await server.kill();
  await lost.promise;
  await app.stop();
  assertEquals(lines.map((line) => line.replace(/\d+$/, "PORT")), [
    "connection: lost 127.0.0.1:PORT",
  ]);
  await client.close();
});

Deno.test("serve() takes up its work again when the server is back", async () => {
  await using server = await startServer();
  const back = Promise.withResolvers<void>();
  await using own = await connect({
    servers: server.url,
    reconnectTimeWait: 10,
    maxReconnectAttempts: -1,
  }, {
    onStatus: (status) => status.status === "reconnect" && back.resolve(),
  });
  await using _app = await serve(echo(), { client: own });
  await server.restart();
  await back.promise;
  await own.connection.flush();
  await using client = await connect({ servers: server.url });
  assertEquals(await ask(client, "echo", "again"), "again");
});

Deno.test("serve() fails where a subscription is not permitted", () =>
  withServer(
    async ({ options }) => {
      const error = await assertRejects(() => serve(echo(), options), ClientError);
      assertEquals([error.code, error.subject], ["permission", "echo"]);
    },
    {
      config: `no_auth_user: u
        authorization { users: [
          { user: u, password: p, permissions: { subscribe: { deny: ["echo"] } } }
        ] }`,
    },
  ));

Deno.test("serve() fails where there is no server", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assertRejects(() => serve(echo(), { servers: `nats://127.0.0.1:${port}` }), Error);
});

Deno.test("serve() ends with its signal, before it has started and after", () =>
  withServer(async ({ client, options }) => {
    const reason = new Error("enough");
    const early = AbortSignal.abort(reason);
    await assertRejects(() => serve(echo(), { ...options, signal: early }), Error, "enough");
    const controller = new AbortController();
    const app = await serve(echo(), { ...options, signal: controller.signal });
    controller.abort(reason);
    await app.stop();
    await assertRejects(() => ask(client, "echo"), Error, "no responders");
  }));

Deno.test("serve() leaves a client that it was given open", () =>
  withServer(async ({ client }) => {
    const app = await serve(echo(), { client });
    assertEquals(await ask(client, "echo", "me"), "me");
    await app.stop();
    await client.connection.flush();
    assertEquals(client.connection.isClosed(), false);
  }));

const refused: readonly (readonly [ServeOptions, string])[] = [
  [{ name: "a b" }, '"name"'],
  [{ queue: "" }, '"queue"'],
  [{ concurrency: 0 }, '"concurrency"'],
  [{ version: "1" }, '"version"'],
  [{ graceMs: -1 }, '"graceMs"'],
  [{ handlerTimeoutMs: NaN }, '"handlerTimeoutMs"'],
];
for (const [options, words] of refused) {
  Deno.test(`serve() refuses ${JSON.stringify(options)}`, async () => {
    await assertRejects(() => serve(echo(), options), TypeError, `Cannot serve as ${words}`);
  });
}
