// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { startServer } from "../server/mod.ts";
import { ClientError, connect } from "./mod.ts";

const patience = { timeoutMs: 10_000 };

async function code(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, ClientError)).code;
}

Deno.test("Subscription.next() gives messages in order, waits, and times out", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("s");
  const early = subscription.next(patience);
  client.publish("s", "1");
  client.publish("s", "2");
  assertEquals((await early).text(), "1");
  assertEquals((await subscription.next(patience)).text(), "2");
  assertEquals(await code(subscription.next({ timeoutMs: 10 })), "timeout");
  const stop = new AbortController();
  const waiting = subscription.next({ signal: stop.signal });
  stop.abort(new RangeError("enough"));
  await assertRejects(() => waiting, RangeError, "enough");
  client.publish("s", "3");
  assertEquals((await subscription.next(patience)).text(), "3");
});

Deno.test("Subscription drops the newest messages beyond its limit, and says so once", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url, pendingMsgsLimit: 3 });
  const errors: (string | undefined)[] = [];
  client.onStatus(({ status, error }) => status === "error" && errors.push(error?.code));
  const observed: string[] = [];
  const subscription = client.subscribe("s", {
    observe: (message) => void observed.push(message.text()),
  });
  for (let i = 1; i <= 10; i++) client.publish("s", `${i}`);
  await client.flush();
  assertEquals([subscription.pendingMessages, subscription.pendingBytes], [3, 3]);
  assertEquals([subscription.received, subscription.dropped], [3, 7]);
  assertEquals(observed, ["1", "2", "3"]);
  assertEquals(errors, ["slow-consumer"]);
  assertEquals(await code(subscription.next(patience)), "slow-consumer");
  for (const text of ["1", "2", "3"]) {
    assertEquals((await subscription.next(patience)).text(), text);
  }
  client.publish("s", "11");
  assertEquals((await subscription.next(patience)).text(), "11");
});

Deno.test("Subscription bounds the bytes that wait", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("s", { pendingBytesLimit: 100 });
  for (let i = 0; i < 3; i++) client.publish("s", new Uint8Array(40));
  await client.flush();
  assertEquals([subscription.pendingBytes, subscription.dropped], [80, 1]);
});

Deno.test("Subscription ends after max messages, and gives them all before it says so", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("s", { max: 2 });
  for (const text of ["1", "2", "3"]) client.publish("s", text);
  await client.flush();
  assertEquals(subscription.ended, true);
  assertEquals((await subscription.next()).text(), "1");
  assertEquals((await subscription.next()).text(), "2");
  assertEquals(await code(subscription.next()), "closed");
});

Deno.test("Subscription.unsubscribe() ends it at once or after messages in all", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const later = client.subscribe("s");
  const now = client.subscribe("s");
  later.unsubscribe(2);
  now.unsubscribe();
  for (const text of ["1", "2", "3"]) client.publish("s", text);
  await client.flush();
  assertEquals([later.received, now.received], [2, 0]);
  assertEquals(await code(now.next()), "closed");
});

Deno.test("Subscription iterates until it ends; leaving the loop unsubscribes", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("s");
  for (const text of ["1", "2", "3"]) client.publish("s", text);
  const seen: string[] = [];
  for await (const message of subscription) {
    seen.push(message.text());
    if (seen.length === 2) break;
  }
  assertEquals(seen, ["1", "2"]);
  await client.flush();
  assertEquals(subscription.ended, true);
});

Deno.test("Subscription.drain() takes in what the server still has", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("s");
  for (let i = 0; i < 100; i++) client.publish("s", `${i}`);
  await subscription.drain();
  assertEquals([subscription.ended, subscription.pendingMessages], [true, 100]);
  assertEquals((await subscription.next()).text(), "0");
});

Deno.test("Subscription shares messages within a queue group", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const members = [1, 2].map(() => client.subscribe("s", { queue: "q" }));
  for (let i = 0; i < 50; i++) client.publish("s");
  await client.flush();
  assertEquals(members.reduce((sum, it) => sum + it.received, 0), 50);
});

Deno.test("Subscription reports what a callback throws, and goes on", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const errors: string[] = [];
  client.onStatus(({ error }) => error !== undefined && errors.push(error.message));
  const done = Promise.withResolvers<void>();
  client.subscribe("s", {
    callback: (message) => {
      if (message.text() === "1") throw new Error("boom");
      done.resolve();
    },
  });
  client.publish("s", "1");
  client.publish("s", "2");
  await done.promise;
  assertEquals(errors, ['Cannot handle a message on "s": boom']);
});

Deno.test("Subscription keeps up with a flood, taken message by message", async () => {
  await using server = await startServer();
  await using publisher = await connect({ servers: server.url });
  await using client = await connect({ servers: server.url });
  const subscription = client.subscribe("s");
  await subscription.confirmed();
  // More than may wait in a subscription.
  const count = 200_000;
  for (let i = 0; i < count; i++) publisher.publish("s", `${i}`);
  let next = 0;
  for await (const message of subscription) {
    assertEquals(message.text(), `${next}`);
    if (++next === count) break;
  }
  assertEquals(subscription.dropped, 0);
});
