// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Back-pressure, single messages, several replies, concurrent callbacks. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { startServer } from "../server/mod.ts";
import type { Message } from "./mod.ts";
import { ClientError, connect, webSocketSupported } from "./mod.ts";

const patience = { timeoutMs: 20_000 };
const quick = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };

async function code(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, ClientError)).code;
}

Deno.test("Client.publishWhenReady() waits while a server reads nothing, and keeps the order", {
  // The original transport takes whatever it is given, and tells nothing of its writing.
  ignore: !webSocketSupported,
}, async () => {
  await using server = await startServer({ config: "write_deadline: '60s'" });
  const client = await connect({
    servers: server.url,
    pendingSize: "256KiB",
    outboundSize: "1MiB",
    pingInterval: "1m",
  });
  const seen: number[] = [];
  const subscription = client.subscribe("n", {
    callback: ({ data }) => void seen.push(new DataView(data.buffer, data.byteOffset).getUint32(0)),
  });
  await subscription.confirmed();
  await server.pause();
  const message = (i: number) => {
    const data = new Uint8Array(64 * 1024);
    new DataView(data.buffer).setUint32(0, i);
    return data;
  };
  // More than the sockets between client and server hold.
  const count = 400;
  let most = 0;
  let published = 0;
  const all = Promise.all(Array.from({ length: count }, async (_, i) => {
    await client.publishWhenReady("n", message(i));
    published++;
    most = Math.max(most, client.pendingBytes);
  }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert(published < count, "the server read nothing, and all was published");
  assertEquals(await code(client.publishWhenReady("n", message(0), { timeoutMs: 10 })), "timeout");
  const stop = AbortSignal.abort(new RangeError("enough"));
  await assertRejects(() => client.publishWhenReady("n", "", { signal: stop }), RangeError);
  const flood = () => {
    for (let i = 0; i < 20; i++) client.publish("other", message(i));
  };
  assertThrows(flood, ClientError, "'outboundSize' is 1048576");
  await server.resume();
  await all;
  await client.flush(patience);
  assert(most <= 256 * 1024 + 65_536 + 100, `${most} bytes waited`);
  assertEquals(seen, Array.from({ length: count }, (_, i) => i));
  await client.close();
});

Deno.test("Client.publishWhenReady() waits for the reconnect, and ends with the connection", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url, ...quick, pendingSize: "1KiB" });
  const seen: string[] = [];
  const subscription = client.subscribe("n", {
    callback: (message) => void seen.push(message.text().trimEnd()),
  });
  await subscription.confirmed();
  const lost = client.reached("disconnected", patience);
  await server.kill();
  await lost;
  const texts = Array.from({ length: 20 }, (_, i) => `${i}`);
  const all = Promise.all(texts.map((it) => client.publishWhenReady("n", it.padEnd(200))));
  await server.start();
  await all;
  await client.flush(patience);
  assertEquals(seen, texts);
  const again = client.reached("disconnected", patience);
  await server.kill();
  await again;
  client.publish("n", new Uint8Array(900));
  const waiting = code(client.publishWhenReady("n", new Uint8Array(900)));
  await client.close();
  assertEquals(await waiting, "closed");
});

Deno.test("Client.publishWhenReady() refuses what publish() refuses", async () => {
  await using server = await startServer({ config: "max_payload: 1024" });
  await using client = await connect({ servers: server.url });
  assertEquals(await code(client.publishWhenReady("a b")), "invalid-subject");
  assertEquals(await code(client.publishWhenReady("a", new Uint8Array(1025))), "max-payload");
  await client.publishWhenReady("a", "x", { headers: { a: "b" }, reply: "c" });
});

Deno.test("Client.flush() ends at its limit", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url, flushTimeout: 30 });
  await server.pause();
  assertEquals(await code(client.flush()), "timeout");
  assertEquals(await code(client.flush({ timeoutMs: 10 })), "timeout");
  await server.resume();
  await client.flush(patience);
  await client.close();
});

Deno.test("Client.once() gives the next message, and leaves nothing", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const next = client.once("n.*", patience);
  client.publish("n.1", "first");
  client.publish("n.2", "second");
  assertEquals((await next).text(), "first");
  assertEquals(await code(client.once("n.1", { timeoutMs: 10 })), "timeout");
  await client.flush();
  const { connections } = await server.monitor("connz?subs=1");
  assert(Array.isArray(connections));
  assertEquals(connections.map(({ subscriptions }) => subscriptions), [0]);
});

Deno.test("Client.requestMany() ends by number, pause, last word or time", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  client.subscribe("many", {
    callback: (message) => {
      for (const text of ["1", "2", "3", ""]) message.respond(text);
    },
  });
  const texts = (messages: readonly Message[]) => messages.map((it) => it.text());
  const ask = (options: Parameters<typeof client.requestMany>[2]) =>
    client.requestMany("many", "", { ...patience, ...options });
  assertEquals(texts(await ask({ replies: 2 })), ["1", "2"]);
  assertEquals(texts(await ask({ stallMs: 30 })), ["1", "2", "3", ""]);
  assertEquals(texts(await ask({ sentinel: true })), ["1", "2", "3"]);
  assertEquals(texts(await ask({ sentinel: (it) => it.text() === "2" })), ["1"]);
  assertEquals(texts(await ask({ sentinel: true, replies: 1 })), ["1"]);
  assertEquals(texts(await ask({ timeoutMs: 50 })), ["1", "2", "3", ""]);
  assertEquals(texts(await ask({ ownInbox: true, replies: 3 })), ["1", "2", "3"]);
  const broken = ask({
    sentinel: () => {
      throw new RangeError("boom");
    },
  });
  await assertRejects(() => broken, RangeError, "boom");
  const stop = new AbortController();
  const given = ask({ signal: stop.signal });
  stop.abort(new RangeError("enough"));
  await assertRejects(() => given, RangeError, "enough");
});

Deno.test("Client.request() can await its reply on an inbox of its own", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url, inboxPrefix: "_INBOX.me" });
  const replies: (string | undefined)[] = [];
  client.subscribe("ask", {
    callback: (message) => {
      replies.push(message.reply);
      message.respond("ok");
    },
  });
  const shared = await client.request("ask", "", patience);
  const own = await client.request("ask", "", { ...patience, ownInbox: true });
  assertEquals([shared.text(), own.text()], ["ok", "ok"]);
  assert(replies.every((it) => it?.startsWith("_INBOX.me.")), `${replies}`);
  assertEquals(replies[1]?.split(".").length, 3);
  assertEquals(await code(client.request("nobody", "", { ownInbox: true })), "no-responders");
  await client.flush();
  const { connections } = await server.monitor("connz?subs=1");
  assert(Array.isArray(connections));
  assertEquals(connections.flatMap(({ subscriptions_list }) => subscriptions_list).length, 2);
});

Deno.test("Subscription runs up to `concurrency` callbacks at a time", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  for (const concurrency of [1, 3, Infinity]) {
    let running = 0;
    let most = 0;
    let left = 10;
    const done = Promise.withResolvers<void>();
    const subscription = client.subscribe("n", {
      concurrency,
      callback: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        if (--left === 0) done.resolve();
      },
    });
    for (let i = 0; i < 10; i++) client.publish("n");
    await done.promise;
    assertEquals(most, Math.min(concurrency, 10));
    await subscription.drain();
  }
  assertThrows(() => client.subscribe("n", { concurrency: 0 }), ClientError, "current value is 0");
});

Deno.test("Subscription gives its errors to onError, in place of a status", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const statuses: string[] = [];
  client.onStatus(({ status }) => void statuses.push(status));
  const errors: Error[] = [];
  const thrown = new RangeError("boom");
  const gate = Promise.withResolvers<void>();
  client.subscribe("n", {
    pendingMsgsLimit: 1,
    onError: (error) => void errors.push(error),
    callback: async () => {
      await gate.promise;
      throw thrown;
    },
  });
  for (let i = 0; i < 5; i++) client.publish("n");
  await client.flush();
  assert(errors[0] instanceof ClientError);
  assertEquals([errors.length, errors[0].code], [1, "slow-consumer"]);
  gate.resolve();
  await client.flush();
  assertEquals(errors.slice(1), [thrown, thrown]);
  assertEquals(statuses, []);
});
