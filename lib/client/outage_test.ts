// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Publishing while the server dies and comes back. The publisher subscribes to its own messages:
 * a subscriber of its own could come back later than the publisher, and core NATS keeps nothing for
 * who is not there.
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Server } from "../server/mod.ts";
import { startServer } from "../server/mod.ts";
import type { Client } from "./mod.ts";
import { ClientError, connect } from "./mod.ts";

const patience = { timeoutMs: 20_000 };
const quick = { reconnectTimeWait: 10, maxReconnectAttempts: -1 };

const messages = 10_000;
const cycles = 20;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function disconnect(client: Client): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.onStatus(({ status }) => {
      if (status !== "disconnect") return;
      stop();
      resolve();
    });
  });
}

/** Kills and restarts the server; each time the client has seen the one and the other. */
async function killAndRestart(server: Server, client: Client): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle++) {
    await client.connected(patience);
    // A server that dies with what it was just sent takes it along; this one has dealt with it.
    await client.flush(patience);
    const lost = disconnect(client);
    await server.kill();
    await lost;
    // The publisher is to have some turns without a server.
    await pause(5);
    await server.start();
  }
}

Deno.test("Client loses no message published while disconnected, over 20 killed servers", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url, ...quick });
  const received: number[] = [];
  const subscription = client.subscribe("numbers", {
    callback: (message) => void received.push(Number(message.text())),
  });
  await subscription.confirmed();
  let restarting = true;
  const cut = killAndRestart(server, client).finally(() => restarting = false);
  const whileDisconnected: number[] = [];
  let most = 0;
  for (let i = 0; i < messages; i++) {
    if (client.state !== "connected") whileDisconnected.push(i);
    client.publish("numbers", `${i}`.padEnd(100));
    most = Math.max(most, client.pendingBytes);
    // The numbers are to last as long as the cycles; then the rest goes out at once.
    if (i % 20 === 19 && restarting) await pause(1);
    if (i === messages - 100) await cut;
  }
  await client.connected(patience);
  await client.flush(patience);
  assert(whileDisconnected.length > cycles, `${whileDisconnected.length} while disconnected`);
  assertEquals(new Set(received).size, received.length, "a duplicate");
  assertEquals(received, [...received].sort((a, b) => a - b), "out of order");
  const arrived = new Set(received);
  assertEquals(whileDisconnected.filter((i) => !arrived.has(i)), []);
  assertEquals(client.stats.reconnects, cycles);
  // All messages of the test together are smaller, so this is about what the client adds.
  assert(most < 2 * 1024 ** 2, `${most} bytes waited`);
  assertEquals(client.pendingBytes, 0);
});

Deno.test("Client refuses what goes beyond pendingSize, and loses nothing it has accepted", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url, ...quick, pendingSize: "64KiB" });
  const received: string[] = [];
  const subscription = client.subscribe("numbers", {
    callback: (message) => void received.push(message.text()),
  });
  await subscription.confirmed();
  const lost = disconnect(client);
  await server.kill();
  await lost;
  const accepted: string[] = [];
  for (let i = 0; i < 2000; i++) {
    const text = `${i}`.padEnd(100);
    try {
      client.publish("numbers", text);
      accepted.push(text);
    } catch (error) {
      assert(error instanceof ClientError && error.code === "outbound-limit", `${error}`);
      assertEquals(error.subject, "numbers");
    }
  }
  assert(accepted.length > 400 && accepted.length < 700, `${accepted.length} accepted`);
  assert(client.pendingBytes <= 65_536, `${client.pendingBytes} bytes wait`);
  // nats-core's own way to publish has the same limit.
  const big = new Uint8Array(70_000);
  assertThrows(
    () => client.connection.publish("numbers", big),
    ClientError,
    "'pendingSize' is 65536",
  );
  await server.start();
  await client.connected(patience);
  await client.flush(patience);
  assertEquals(received, accepted);
});
