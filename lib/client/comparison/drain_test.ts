// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { startServer } from "../../server/mod.ts";
import { connect } from "../mod.ts";
import { natsJs } from "./test_nats_js.ts";
import type { Party, PartyClient } from "./test_party.ts";
import { codeOf, orAfter, settles, testRow } from "./test_row.ts";

testRow({
  name: "Client.drain() lets requests that are in handlers be answered",
  natsJs: "0 of 5 answered",
  check: (party) => endWhileHandling(party, (client) => client.drain()),
});

testRow({
  name: "Client[Symbol.asyncDispose]() lets requests that are in handlers be answered",
  natsJs: "0 of 5 answered",
  check: (party) => endWhileHandling(party, (client) => client.leave()),
});

async function endWhileHandling(
  party: Party,
  end: (client: PartyClient) => Promise<void>,
): Promise<void> {
  await using server = await startServer();
  await using asker = await connect({ servers: server.url });
  await using responder = await party.connect(server.url);
  const gate = Promise.withResolvers<void>();
  const allIn = Promise.withResolvers<void>();
  let handling = 0;
  responder.subscribe("slow", {
    handler: async (text) => {
      if (++handling === 5) allIn.resolve();
      await gate.promise;
      return text;
    },
  });
  await responder.flush();
  // Replies are awaited here, as a request that nobody answers would take its whole time.
  const replies = asker.subscribe("replies");
  for (let i = 0; i < 5; i++) asker.publish("slow", `${i}`, { reply: "replies" });
  await allIn.promise;
  const ended = end(responder);
  // nats.js ends without the handlers; natsrig's client waits for them.
  await orAfter(party === natsJs ? 10_000 : 50, ended, undefined);
  gate.resolve();
  await ended;
  await asker.flush();
  assert(replies.received === 5, `${replies.received} of 5 answered`);
}

testRow({
  name: "Client.drain() ends when its time is over",
  natsJs: "drain does not end",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    client.subscribe("n");
    await client.flush();
    await server.pause();
    const drained = codeOf(client.drain(30));
    // nats.js's is rejected when the connection is closed.
    drained.catch(() => "no longer asked for");
    assertEquals(await settles(drained, "drain", party), "timeout");
    assertEquals(client.state, "closed");
  },
});

testRow({
  name: "Client.drain() while disconnected waits for the reconnect, and sends what was published",
  natsJs: "connection disconnected",
  check: (party) => endWhileDisconnected(party, (client) => client.drain()),
});

testRow({
  name: "Client[Symbol.asyncDispose]() while disconnected sends what was published",
  natsJs: "connection disconnected",
  check: (party) => endWhileDisconnected(party, (client) => client.leave()),
});

async function endWhileDisconnected(
  party: Party,
  end: (client: PartyClient) => Promise<void>,
): Promise<void> {
  await using server = await startServer();
  await using client = await party.connect(server.url);
  client.subscribe("other");
  await client.flush();
  const lost = client.event("disconnect");
  await server.kill();
  await lost;
  client.publish("n", "kept");
  const tried = client.event("reconnecting", 2);
  tried.catch(() => "nats.js may give up");
  const ended = end(client);
  ended.catch(() => "looked at below");
  await tried;
  await server.start();
  await ended;
  const { in_msgs: arrived } = await server.monitor("varz");
  assert(arrived === 1, `${arrived} of 1 arrived`);
  assertEquals(client.state, "closed");
}

testRow({
  name: "Client.drain() can be called again",
  natsJs: "draining",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    await Promise.all([client.drain(), client.drain()]);
    assertEquals(client.state, "closed");
  },
});
