// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { startCluster } from "../../server/mod.ts";
import { connect, publishToStream } from "../mod.ts";
import { consume, ensureConsumer, ensureStream } from "./mod.ts";
import { until } from "../../server/test_until.ts";
import { numbers, source, TestStream } from "./test_stream.ts";

const patience = { timeoutMs: 20_000 };

Deno.test("consume() goes on over killed servers: each message is handled, none is left", async () => {
  await using stream = await TestStream.start({ ack_wait: 2e9 });
  const { client, server } = stream;
  const seen: number[] = [];
  await using shop = await consume(client, { ...source, type: "text" }, async ({ value }) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    seen.push(Number(value));
  }, { concurrency: 4, backoffMs: [10] });
  for (let round = 0; round < 5; round++) {
    await stream.publish(...numbers(100).map((n) => `${100 * round + Number(n)}`));
    await until(() => seen.length > 100 * round + 20);
    const lost = client.reached("disconnected", patience);
    await server.kill();
    await lost;
    await server.start();
    await client.connected(patience);
  }
  await until(() => new Set(seen).size === 500);
  await until(async () => (await stream.open()).unacknowledged === 0);
  assertEquals(await stream.open(), { unacknowledged: 0, undelivered: 0 });
  assertEquals(new Set(seen).size, 500);
  assert(shop.stats.handled >= 500);
});

Deno.test("consume() finds its messages after the server was away for long", async () => {
  await using stream = await TestStream.start();
  const { client, server } = stream;
  const seen: string[] = [];
  await using _shop = await consume(client, { ...source, type: "text" }, ({ value }) => {
    seen.push(value);
  });
  for (let round = 0; round < 3; round++) {
    const lost = client.reached("disconnected", patience);
    await server.stop();
    await lost;
    // Several attempts to reconnect fail meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await server.start();
    await client.connected(patience);
    await stream.publish(`${round}`);
    await until(() => seen.length === round + 1);
  }
  assertEquals(seen, ["0", "1", "2"]);
});

Deno.test("consume() goes on when a cluster's consumer gets another leader", async () => {
  await using cluster = await startCluster({ nodes: 3, jetstream: true });
  const servers = cluster.nodes.map(({ url }) => url);
  const options = { servers, reconnectTimeWait: 20, maxReconnectAttempts: -1 };
  await using client = await connect(options);
  // Right after the start not all nodes may be known to be there.
  await until(() =>
    ensureStream(client, { name: "ORDERS", subjects: ["orders.>"], num_replicas: 3 })
      .then(() => true, () => false)
  );
  await ensureConsumer(client, "ORDERS", { durable_name: "shop", ack_wait: 2e9 });
  const seen = new Set<string>();
  const text = { ...source, type: "text" } as const;
  await using _shop = await consume(client, text, ({ value }) => void seen.add(value), {
    deadLetter: false,
  });
  const js = jetstream(client.connection);
  const send = async (text: string) => {
    await until(() =>
      publishToStream(js, "orders.new", text, { timeout: 1000 }).then(() => true, () => false)
    );
    await until(() => seen.has(text));
  };
  await send("before");
  const manager = await jetstreamManager(client.connection);
  const { cluster: group } = await manager.consumers.info("ORDERS", "shop");
  const leader = cluster.nodes.find(({ name }) => name === group?.leader);
  assert(leader !== undefined);
  await leader.kill();
  await client.connected(patience);
  await send("after");
});
