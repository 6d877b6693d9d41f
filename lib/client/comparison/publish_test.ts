// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { startServer } from "../../server/mod.ts";
import { codeOf, settles, testRow } from "./test_row.ts";

testRow({
  name: "Client.publish() keeps what is published while disconnected, in order",
  natsJs: "0 of 20 arrived",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    const subscription = client.subscribe("n");
    await client.flush();
    const lost = client.event("disconnect");
    await server.kill();
    await lost;
    const tried = client.event("reconnecting", 3);
    const texts = Array.from({ length: 20 }, (_, i) => `${i}`);
    for (const text of texts) client.publish("n", text);
    await tried;
    const back = client.event("reconnect");
    await server.start();
    await back;
    await client.flush();
    assert(subscription.pending === 20, `${subscription.pending} of 20 arrived`);
    const arrived: string[] = [];
    for (const _ of texts) arrived.push(await subscription.next(5000));
    assertEquals(arrived, texts);
  },
});

testRow({
  name: "Client.publish() refuses what goes beyond 2 MiB while disconnected",
  natsJs: "Expected function to throw",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    const lost = client.event("disconnect");
    await server.kill();
    await lost;
    const error = assertThrows(() => {
      for (let i = 0; i < 30; i++) client.publish("n", new Uint8Array(100_000));
    }, Error);
    assertStringIncludes(error.message, "'pendingSize' is 2097152");
  },
});

testRow({
  name: "Client.pendingBytes tells what waits",
  natsJs: "nats.js has no 'pendingBytes'",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    const lost = client.event("disconnect");
    await server.kill();
    await lost;
    assertEquals(client.pendingBytes, 0);
    client.publish("n", "x".repeat(1000));
    assert(client.pendingBytes > 1000, `${client.pendingBytes} bytes`);
  },
});

testRow({
  name: "Client.flush() ends when its time is over",
  natsJs: "flush does not end",
  async check(party) {
    await using server = await startServer();
    await using client = await party.connect(server.url);
    await server.pause();
    const flushed = codeOf(client.flush(30));
    // nats.js's is rejected when the connection is closed.
    flushed.catch(() => "no longer asked for");
    assertEquals(await settles(flushed, "flush", party), "timeout");
    await server.resume();
    await client.flush();
  },
});

testRow({
  name: "Client.publishWhenReady() waits while the server takes nothing",
  natsJs: "400 of 400 published",
  async check(party) {
    await using server = await startServer({ config: "write_deadline: '60s'" });
    await using client = await party.connect(server.url);
    const subscription = client.subscribe("n");
    await client.flush();
    await server.pause();
    let published = 0;
    // More than the sockets between client and server hold.
    const all = Promise.all(Array.from({ length: 400 }, async () => {
      await client.publishWhenReady("n", new Uint8Array(64 * 1024));
      published++;
    }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert(published < 400, `${published} of 400 published`);
    await server.resume();
    await all;
    await client.flush();
    assertEquals(subscription.pending, 400);
  },
});
