// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { startServer } from "../server/mod.ts";
import type { Client, ClientErrorCode, ClientStatus, Message, Subscription } from "./mod.ts";
import { ClientError, connect } from "./mod.ts";

const patience = { timeoutMs: 10_000 };

async function fails(attempt: () => PromiseLike<unknown>, code: ClientErrorCode): Promise<void> {
  const error = await assertRejects(attempt, ClientError);
  assertEquals(error.code, code, error.message);
}

function throws(attempt: () => unknown, code: ClientErrorCode): void {
  const error = assertThrows(attempt, ClientError);
  assertEquals(error.code, code, error.message);
}

/** Resolves with the next status of a kind. */
function nextStatus(client: Client, kind: ClientStatus["status"]): Promise<ClientStatus> {
  return new Promise((resolve) => {
    const stop = client.onStatus((status) => {
      if (status.status !== kind) return;
      stop();
      resolve(status);
    });
  });
}

async function take(subscription: Subscription, count: number): Promise<readonly string[]> {
  const texts: string[] = [];
  while (texts.length < count) texts.push((await subscription.next(patience)).text());
  return texts;
}

const quick = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };

Deno.test("Client publishes with headers and a reply subject", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("a.>");
  await subscription.confirmed();
  client.publish("a.b", "hi", { headers: { X: ["1", "2"], y: "3" }, reply: "answers" });
  const message = await subscription.next(patience);
  assertEquals(
    [message.subject, message.reply, message.text(), message.headers],
    ["a.b", "answers", "hi", { X: ["1", "2"], y: ["3"] }],
  );
});

Deno.test("Client keeps publishes over an outage, in order, before newer ones", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url, ...quick });
  const subscription = client.subscribe("n");
  await subscription.confirmed();
  const lost = nextStatus(client, "disconnect");
  const back = nextStatus(client, "reconnect");
  await server.kill();
  await lost;
  assert(client.state !== "connected", client.state);
  const reused = new Uint8Array([48]);
  client.publish("n", reused);
  reused[0] = 120;
  for (let i = 1; i < 50; i++) client.publish("n", `${i}`);
  assertEquals(client.pendingBytes > 0, true);
  await server.start();
  await back;
  for (let i = 50; i < 60; i++) client.publish("n", `${i}`);
  assertEquals(await take(subscription, 60), Array.from({ length: 60 }, (_, i) => `${i}`));
  assertEquals(client.pendingBytes, 0);
});

Deno.test("Client refuses publishes beyond pendingSize while disconnected", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url, ...quick, pendingSize: "1KiB" });
  const lost = nextStatus(client, "disconnect");
  await server.kill();
  await lost;
  client.publish("n", new Uint8Array(600));
  throws(() => client.publish("n", new Uint8Array(600)), "outbound-limit");
  client.publish("n", new Uint8Array(100));
  await client.close();
});

Deno.test("Client keeps requests over an outage", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url, ...quick });
  client.subscribe("greet", { callback: (message) => message.respond("hello") });
  await client.flush();
  const lost = nextStatus(client, "disconnect");
  await server.kill();
  await lost;
  const answer = client.request("greet", "", patience);
  await server.start();
  assertEquals((await answer).text(), "hello");
});

Deno.test("Client.flush() and subscribe().confirmed() tell what the server does not permit", async () => {
  await using server = await startServer({
    config: `authorization { users: [{ user: a, password: b,
      permissions: { publish: { deny: "no.>" }, subscribe: { deny: "no.>" } } }] }`,
  });
  await using client = await connect({ servers: server.url, user: "a", password: "b" });
  const errors: ClientError[] = [];
  client.onStatus(({ error }) => error !== undefined && errors.push(error));
  client.publish("no.way", "x");
  await client.flush();
  assertEquals(errors.map(({ code, subject }) => [code, subject]), [["permission", "no.way"]]);
  assertEquals(client.lastError, errors[0]);
  const subscription = client.subscribe("no.where");
  await fails(() => subscription.confirmed(patience), "permission");
  await fails(() => subscription.next(patience), "permission");
  await fails(() => client.request("no.one", "", patience), "permission");
  const allowed = client.subscribe("yes");
  await allowed.confirmed();
  client.publish("yes", "1");
  assertEquals(await take(allowed, 1), ["1"]);
});

Deno.test("Client.request() gives a reply, or says why there is none", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  client.subscribe("echo", { callback: (message) => message.respond(`${message.text()}!`) });
  client.subscribe("silent");
  assertEquals((await client.request("echo", "a", patience)).text(), "a!");
  await fails(() => client.request("nobody"), "no-responders");
  await fails(() => client.request("silent", "", { timeoutMs: 20 }), "timeout");
  const given = new AbortController();
  const request = client.request("silent", "", { ...patience, signal: given.signal });
  given.abort(new RangeError("enough"));
  await assertRejects(() => request, RangeError, "enough");
});

Deno.test("Client.requestMany() collects replies up to a number, or a time", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  for (const name of ["a", "b", "c"]) {
    client.subscribe("who", { callback: (message) => message.respond(name) });
  }
  const texts = (messages: readonly Message[]) => messages.map((it) => it.text()).sort();
  const three = await client.requestMany("who", "", { replies: 3, ...patience });
  assertEquals(texts(three), ["a", "b", "c"]);
  assertEquals((await client.requestMany("who", "", { replies: 2, ...patience })).length, 2);
  client.subscribe("silent");
  assertEquals(await client.requestMany("silent", "", { timeoutMs: 20 }), []);
});

Deno.test("Client checks subjects, headers and sizes before anything is sent", async () => {
  await using server = await startServer({ config: "max_payload: 1024" });
  await using client = await connect({ servers: server.url });
  for (const subject of ["", "a b", "a..b", ".a", "a.", "a.*", ">", "a\tb"]) {
    throws(() => client.publish(subject), "invalid-subject");
  }
  for (const subject of ["", "a b", "a..b", "a.>.b"]) {
    throws(() => client.subscribe(subject), "invalid-subject");
  }
  throws(() => client.publish("a", "", { reply: "b c" }), "invalid-subject");
  throws(() => client.publish("a", "", { headers: { "a:b": "c" } }), "invalid-header");
  throws(() => client.publish("a", "", { headers: { a: "b\r\nc" } }), "invalid-header");
  throws(() => client.publish("a", new Uint8Array(1025)), "max-payload");
  throws(() => client.publish("a", new Uint8Array(1010), { headers: { a: "b" } }), "max-payload");
  await fails(() => client.request("a", new Uint8Array(1025)), "max-payload");
  client.publish("a", new Uint8Array(1024));
  await client.flush();
  assertEquals(client.state, "connected");
});

Deno.test("Client.drain() waits for handlers and lets their replies out", async () => {
  await using server = await startServer();
  await using asker = await connect({ servers: server.url });
  const responder = await connect({ servers: server.url });
  const gate = Promise.withResolvers<void>();
  let handled = 0;
  const subscription = responder.subscribe("slow", {
    callback: async (message) => {
      await gate.promise;
      handled++;
      message.respond("done");
    },
  });
  await subscription.confirmed();
  const answers = Array.from({ length: 20 }, () => asker.request("slow", "", patience));
  await asker.flush();
  await responder.flush();
  const drained = responder.drain();
  assertEquals(responder.state, "draining-subs");
  throws(() => responder.subscribe("more"), "draining");
  await fails(() => responder.request("more"), "draining");
  gate.resolve();
  await drained;
  assertEquals((await Promise.all(answers)).map((it) => it.text()), Array(20).fill("done"));
  assertEquals([handled, responder.state], [20, "closed"]);
  assertEquals(await responder.drain(), undefined);
});

Deno.test("Client.drain() gives up after drainTimeout", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url, drainTimeout: 30 });
  const gate = Promise.withResolvers<void>();
  const subscription = client.subscribe("stuck", { callback: () => gate.promise });
  await subscription.confirmed();
  client.publish("stuck");
  await client.flush();
  await fails(() => client.drain(), "timeout");
  assertEquals(client.state, "closed");
  gate.resolve();
});

Deno.test("Client says that it is closed", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url });
  const subscription = client.subscribe("a");
  const waiting = subscription.next(patience);
  const asking = client.request("b.c", "", patience).catch((error) => error.code);
  client.subscribe("b.c");
  const closing = nextStatus(client, "close");
  await client.close();
  assertEquals((await closing).error, undefined);
  await fails(() => waiting, "closed");
  assert(["closed", "no-responders"].includes(await asking));
  throws(() => client.publish("a"), "closed");
  throws(() => client.subscribe("a"), "closed");
  await fails(() => client.request("a"), "closed");
  await fails(() => client.flush(), "closed");
  throws(() => client.drain(), "closed");
  await client.close();
});

Deno.test("Client.flush() says that there is no connection", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url, ...quick });
  const lost = nextStatus(client, "disconnect");
  await server.kill();
  await lost;
  await fails(() => client.flush(), "connection");
  await client.close();
});

Deno.test("Client closes with the reason when reconnecting is given up", async () => {
  await using server = await startServer();
  const client = await connect({
    servers: server.url,
    reconnectTimeWait: 1,
    maxReconnectAttempts: 2,
  });
  const closing = nextStatus(client, "close");
  await server.kill();
  assertEquals((await closing).error?.code, "connection");
  assertEquals(client.state, "closed");
});

Deno.test("Client reports disconnect, reconnect and lame duck once each", async () => {
  await using server = await startServer();
  const seen: string[] = [];
  const client = await connect({ servers: server.url, ...quick }, {
    onStatus: ({ status }) => void seen.push(status),
  });
  const back = nextStatus(client, "reconnect");
  await server.restart();
  await back;
  const warned = nextStatus(client, "lame-duck");
  await server.lameDuck();
  await warned;
  await client.close();
  assertEquals(seen.filter((it, i) => it !== "reconnecting" || seen[i - 1] !== it), [
    ...["connecting", "connect", "disconnect", "reconnecting", "reconnect", "lame-duck", "close"],
  ]);
});
