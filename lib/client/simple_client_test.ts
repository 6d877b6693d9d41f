// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Server } from "../server/mod.ts";
import { startCluster, startServer } from "../server/mod.ts";
import { FakeCallback } from "./fake_callback.ts";
import type { ClientErrorCode, SimpleMessage } from "./mod.ts";
import { ClientError, connect, SimpleClient } from "./mod.ts";

const patience = { timeoutMs: 10_000 };
const quick = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

function throws(attempt: () => unknown, code: ClientErrorCode, message: string): void {
  const error = assertThrows(attempt, ClientError, message);
  assertEquals(error.code, code);
}

function echo(client: SimpleClient): number {
  return client.subscribe("echo", {
    cb: ({ replyTo, payload }) => {
      if (replyTo !== undefined) client.publish(replyTo, payload);
    },
  });
}

/** `127.0.0.1:4222`. */
function hostOf(server: Server): string {
  return server.url.slice("nats://".length);
}

Deno.test("SimpleClient.connect() takes host:port, a URL, and lists of both", async () => {
  await using server = await startServer();
  const host = hostOf(server);
  const closed = "127.0.0.1:1";
  for (const servers of [host, `nats://${host}`, [closed, host], `${closed},nats://${host}`]) {
    await using client = await SimpleClient.connect(servers);
    assertEquals(client.serverInfo?.port, Number(host.split(":")[1]));
  }
  const error = await assertRejects(() => SimpleClient.connect(closed), ClientError);
  assertEquals(error.code, "connection");
});

/** Undefined where the machine has no IPv6. */
function listenIpv6(): Deno.TcpListener | undefined {
  try {
    return Deno.listen({ hostname: "::1", port: 0 });
  } catch (error) {
    if (error instanceof Deno.errors.AddrNotAvailable) return undefined;
    throw error;
  }
}

/** Takes one connection, and joins it to a server that listens on IPv4 alone. */
async function forward(listener: Deno.TcpListener, port: number): Promise<void> {
  const [near, far] = await Promise.all([listener.accept(), Deno.connect({ port })]);
  // Whichever side ends takes the other along.
  await Promise.allSettled([
    near.readable.pipeTo(far.writable),
    far.readable.pipeTo(near.writable),
  ]);
}

const ipv6 = listenIpv6();
ipv6?.close();

Deno.test({
  name: "SimpleClient.connect() takes an IPv6 address",
  ignore: ipv6 === undefined,
  async fn() {
    await using server = await startServer();
    const port = Number(hostOf(server).split(":")[1]);
    using listener = listenIpv6();
    assert(listener !== undefined);
    const forwarded = forward(listener, port);
    const client = await SimpleClient.connect(`[::1]:${listener.addr.port}`);
    assertEquals(client.serverInfo?.port, port);
    await client.close();
    await forwarded;
  },
});

Deno.test("SimpleClient.connect() refuses names that cannot stand in a subject", async () => {
  for (const name of ["a b", "*", "a..b", "a.>"]) {
    const error = await assertRejects(() => SimpleClient.connect("h:1", { name }), ClientError);
    assertEquals(error.code, "invalid-subject");
  }
});

Deno.test("SimpleClient hands on messages as op, subject, sid, replyTo and payload", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  const inbox = new FakeCallback<SimpleMessage>();
  const sid = client.subscribe("a.*", { cb: inbox.add });
  client.publish("a.b", new Uint8Array([1, 2]), { replyTo: "answers" });
  client.publish("a.c", "x", { headers: { Who: "joe" } });
  const payload = new Uint8Array([1, 2]);
  assertEquals(await inbox.holds(2), [
    { op: "MSG", subject: "a.b", sid, replyTo: "answers", payload, headers: undefined },
    {
      op: "HMSG",
      subject: "a.c",
      sid,
      replyTo: undefined,
      payload: new Uint8Array([120]),
      headers: { Who: ["joe"] },
    },
  ]);
});

Deno.test("SimpleClient.subscribe() and request() refuse what lacks a callback", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  const message = "'cb' must be a function: current value is of type undefined";
  // @ts-expect-error as a program in JavaScript may
  throws(() => client.subscribe("a"), "invalid-option", `Cannot subscribe as ${message}`);
  // @ts-expect-error as a program in JavaScript may
  throws(() => client.subscribe("a", { queueGroup: "q" }), "invalid-option", message);
  // @ts-expect-error as a program in JavaScript may
  throws(() => client.request("a", ""), "invalid-option", `Cannot request as ${message}`);
  // @ts-expect-error as a program in JavaScript may
  throws(() => client.request("a", "", { cb: "x" }), "invalid-option", 'current value is "x"');
});

Deno.test("SimpleClient refuses subjects, numbers of messages and sids that are none", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  const cb = () => undefined;
  throws(() => client.subscribe("a b", { cb }), "invalid-subject", '"a b"');
  throws(() => client.subscribe("a", { cb, max: 0 }), "invalid-option", "current value is 0");
  throws(() => client.publish("a.*"), "invalid-subject", "without wildcards");
  throws(() => client.request("a.*", "", cb), "invalid-subject", 'Cannot request "a.*"');
  throws(() => client.unsubscribe(1), "invalid-option", "'sid' must be a number that subscribe");
  const sid = client.subscribe("a", { cb });
  throws(() => client.unsubscribe(sid, 1.5), "invalid-option", "'max' must be a whole number");
  // @ts-expect-error as a program in JavaScript may
  throws(() => client.unsubscribe(1n), "invalid-option", "'sid' must be a number");
  for (const timeoutMs of [NaN, -1, 2 ** 31]) {
    throws(() => client.request("a", "", { cb, timeoutMs }), "invalid-option", "'timeoutMs'");
  }
  assertEquals(sid, 1);
});

Deno.test("SimpleClient shares messages within a queue group", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  const inbox = new FakeCallback<SimpleMessage>();
  for (let i = 0; i < 3; i++) client.subscribe("s", { queueGroup: "q", cb: inbox.add });
  for (let i = 0; i < 20; i++) client.publish("s", `${i}`);
  await inbox.holds(20);
  await client.client.flush(patience);
  const seen = inbox.items.map(({ payload }) => Number(text(payload)));
  assertEquals(seen.toSorted((a, b) => a - b), Array.from({ length: 20 }, (_, i) => i));
});

Deno.test("SimpleClient.unsubscribe() ends at once, with messages that wait, or after some", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  const once: string[] = [];
  const twice: string[] = [];
  const limited: string[] = [];
  const first = client.subscribe("s", {
    cb: ({ payload }) => {
      once.push(text(payload));
      client.unsubscribe(first);
    },
  });
  const second = client.subscribe("s", { cb: ({ payload }) => void twice.push(text(payload)) });
  client.unsubscribe(second, 2);
  client.subscribe("s", { cb: ({ payload }) => void limited.push(text(payload)), max: 3 });
  for (let i = 0; i < 5; i++) client.publish("s", `${i}`);
  await client.client.flush(patience);
  assertEquals([once, twice, limited], [["0"], ["0", "1"], ["0", "1", "2"]]);
  client.unsubscribe(first);
  client.unsubscribe(second, 9);
});

Deno.test("SimpleClient reports what a callback throws, and goes on", async () => {
  await using server = await startServer();
  await using client = await SimpleClient.connect(server.url);
  const errors = new FakeCallback<string>();
  const seen = new FakeCallback<string>();
  client.subscribe("s", {
    cb: async ({ payload }) => {
      await Promise.resolve();
      if (text(payload) === "bad") throw new Error("boom");
      seen.add(text(payload));
    },
    onError: ({ message }) => errors.add(message),
  });
  client.publish("s", "bad");
  client.publish("s", "good");
  assertEquals(await seen.holds(1), ["good"]);
  assertEquals(errors.items, ["boom"]);
});

Deno.test("SimpleClient hears of a subscription that the server refuses", async () => {
  const config = `authorization: { users: [{
    user: joe, password: secret, permissions: { subscribe: { deny: "private.>" } }
  }] }`;
  await using server = await startServer({ config });
  await using client = await SimpleClient.connect(server.url, { user: "joe", password: "secret" });
  const errors = new FakeCallback<Error>();
  const cb = () => undefined;
  client.subscribe("private.a", { cb, onError: errors.add });
  const [error] = await errors.holds(1);
  assert(error instanceof ClientError);
  assertEquals([error.code, error.subject], ["permission", "private.a"]);
});

Deno.test("SimpleClient goes on after an outage, with what was published meanwhile", async () => {
  await using server = await startServer();
  const states = new FakeCallback<string>();
  await using client = await SimpleClient.connect(server.url, quick, {
    onStatus: ({ status }) => {
      if (status === "disconnect" || status === "reconnect") states.add(status);
    },
  });
  echo(client);
  await client.client.flush(patience);
  await server.kill();
  await states.holds(1);
  const answers = new FakeCallback<string>();
  client.request("echo", "after all", ({ payload }) => answers.add(text(payload)));
  await server.start();
  assertEquals(await answers.holds(1), ["after all"]);
  assertEquals(states.items, ["disconnect", "reconnect"]);
});

Deno.test("SimpleClient moves to another server of its cluster", async () => {
  await using cluster = await startCluster({ nodes: 3 });
  const [first] = cluster.nodes;
  assert(first !== undefined);
  const back = new FakeCallback<string>();
  await using client = await SimpleClient.connect(first.url, quick, {
    onStatus: ({ status }) => {
      if (status === "reconnect") back.add(status);
    },
  });
  const name = client.serverInfo?.server_name;
  await first.kill();
  await back.holds(1);
  assert(client.serverInfo?.server_name !== name);
});

Deno.test("SimpleClient.close() sends what was published and waits for callbacks", async () => {
  await using server = await startServer();
  await using observer = await connect({ servers: server.url });
  const subscription = observer.subscribe("done");
  await subscription.confirmed(patience);
  const client = await SimpleClient.connect(server.url);
  client.subscribe("work", {
    cb: async ({ payload }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      client.publish("done", payload);
    },
  });
  for (let i = 0; i < 10; i++) client.publish("work", `${i}`);
  await Promise.all([client.close(), client.close()]);
  await client.close();
  const seen: string[] = [];
  while (seen.length < 10) seen.push((await subscription.next(patience)).text());
  assertEquals(seen, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  throws(() => client.publish("done"), "closed", "the connection is closed");
  throws(() => client.subscribe("work", { cb: () => undefined }), "closed", "closed");
});
