// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { startServer } from "../server/mod.ts";
import type { Client } from "./mod.ts";
import { ClientError, connect } from "./mod.ts";

const patience = { timeoutMs: 20_000 };
const quick = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };

async function code(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, ClientError)).code;
}

function disconnect(client: Client): Promise<void> {
  return new Promise((resolve) => {
    client.onStatus(({ status }) => status === "disconnect" && resolve());
  });
}

Deno.test("Client.drain() lets 1,000 requests that are in handlers be answered", async () => {
  await using server = await startServer();
  await using asker = await connect({ servers: server.url });
  const responder = await connect({ servers: server.url });
  const gate = Promise.withResolvers<void>();
  const allIn = Promise.withResolvers<void>();
  let handling = 0;
  const subscription = responder.subscribe("slow", {
    concurrency: 1000,
    callback: async (message) => {
      if (++handling === 1000) allIn.resolve();
      await gate.promise;
      message.respond(message.text());
    },
  });
  await subscription.confirmed();
  const answers = Array.from({ length: 1000 }, (_, i) => asker.request("slow", `${i}`, patience));
  await allIn.promise;
  const drained = responder.drain();
  await asker.flush();
  assertEquals(responder.state, "draining-subs");
  gate.resolve();
  await drained;
  const texts = (await Promise.all(answers)).map((it) => it.text());
  assertEquals(texts, Array.from({ length: 1000 }, (_, i) => `${i}`));
  assertEquals(responder.state, "closed");
});

Deno.test("Client.drain() handles what the server had sent before, and takes no more", async () => {
  await using server = await startServer();
  await using publisher = await connect({ servers: server.url });
  const client = await connect({ servers: server.url });
  let handled = 0;
  const subscription = client.subscribe("n", {
    callback: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      handled++;
    },
  });
  await subscription.confirmed();
  for (let i = 0; i < 50; i++) publisher.publish("n");
  await publisher.flush();
  await client.drain();
  assertEquals([handled, subscription.received, subscription.ended], [50, 50, true]);
});

Deno.test("Client.drain() waits for replies to requests made before", async () => {
  await using server = await startServer();
  await using responder = await connect({ servers: server.url });
  const gate = Promise.withResolvers<void>();
  const slow = responder.subscribe("slow", {
    callback: async (message) => {
      await gate.promise;
      message.respond("late");
    },
  });
  await slow.confirmed();
  const client = await connect({ servers: server.url });
  const answer = client.request("slow", "", patience);
  const drained = client.drain();
  gate.resolve();
  assertEquals((await answer).text(), "late");
  await drained;
});

Deno.test("Client.drain() while disconnected waits for the reconnect, if something is to be sent", async () => {
  await using server = await startServer({ jetstream: true });
  // A stream is there before any client is back.
  await using witness = await connect({ servers: server.url, ...quick });
  const wish = JSON.stringify({ name: "N", subjects: ["n"] });
  await witness.request("$JS.API.STREAM.CREATE.N", wish, patience);
  const [full, empty] = await Promise.all(
    [1, 2].map(() => connect({ servers: server.url, ...quick })),
  );
  assert(full !== undefined && empty !== undefined);
  const lost = Promise.all([full, empty, witness].map(disconnect));
  await server.kill();
  await lost;
  full.publish("n", "kept");
  const drained = full.drain();
  assertEquals(full.drain() === drained, true, "a second call waits for the first");
  await empty.drain();
  assertEquals([full.state, empty.state], ["draining-subs", "closed"]);
  await server.start();
  await drained;
  await witness.connected(patience);
  const last = JSON.stringify({ last_by_subj: "n" });
  const answer = await witness.request("$JS.API.STREAM.MSG.GET.N", last, patience);
  assertMatch(answer.text(), new RegExp(`"data":"${btoa("kept")}"`));
});

Deno.test("Client.drain() ends at its own limit, or its signal", async () => {
  await using server = await startServer();
  for (const how of ["limit", "signal"]) {
    const client = await connect({ servers: server.url });
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    client.subscribe("stuck", {
      callback: async () => {
        begun.resolve();
        await gate.promise;
      },
    });
    client.publish("stuck");
    await begun.promise;
    if (how === "limit") assertEquals(await code(client.drain({ timeoutMs: 20 })), "timeout");
    else {
      const signal = AbortSignal.abort(new RangeError("enough"));
      await assertRejects(() => client.drain({ signal }), RangeError, "enough");
    }
    assertEquals(client.state, "closed");
    gate.resolve();
  }
});

Deno.test("Client.drain() goes through its states, and lets go of waits for others", async () => {
  await using server = await startServer();
  const client = await connect({ servers: server.url });
  const subs = client.reached("draining-subs", patience);
  const pubs = client.reached("draining-pubs", patience);
  const gone = code(client.reached("reconnecting", patience));
  const closed = client.reached("closed", patience);
  await client.drain();
  await Promise.all([subs, pubs, closed]);
  assertEquals(await gone, "closed");
  assertThrows(() => client.publish("n"), ClientError, "closed");
});
