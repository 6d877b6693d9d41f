// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ServerError } from "./error.ts";
import { startCluster } from "./start_cluster.ts";
import { TestClient } from "./test_client.ts";
import type { Cluster } from "./types.ts";

async function names(cluster: Cluster, target: string): Promise<readonly string[]> {
  return (await cluster.select(target)).map((node) => node.name);
}

Deno.test("startCluster() of one node is a single server", async () => {
  await using cluster = await startCluster({ nodes: 1, jetstream: true });
  assertEquals(cluster.urls, [cluster.nodes[0]?.url ?? ""]);
  assertEquals(await names(cluster, "leader"), ["n1"]);
  assertEquals(await names(cluster, "all"), ["n1"]);
  using client = await TestClient.connect(cluster.urls[0] ?? "");
  await client.request("$JS.API.STREAM.CREATE.S", { name: "S", subjects: ["s"] });
  assertEquals(await names(cluster, "leader of S"), ["n1"]);
  const unknown = await assertRejects(() => cluster.select("n2"), ServerError);
  assertEquals([unknown.code, unknown.message], [
    "unknown-node",
    "There is no node 'n2': it must be one of n1, all, leader, leader of STREAM",
  ]);
  const signal = AbortSignal.abort(new Error("enough"));
  await assertRejects(() => cluster.select("leader of T", { signal }), Error, "enough");
});

Deno.test("startCluster() forms a cluster that survives the loss of a node", async () => {
  await using cluster = await startCluster({ nodes: 3 });
  const [first, second] = cluster.nodes;
  assert(first && second);
  using subscriber = await TestClient.connect(first.url);
  await subscriber.send("SUB x 1\r\nPING\r\n");
  await subscriber.until(/PONG/);
  await second.kill();
  await cluster.ready();
  await second.start();
  await cluster.ready();
  using publisher = await TestClient.connect(second.url);
  let received = false;
  const message = subscriber.until(/MSG x 1 2\r\n(..)/).finally(() => received = true);
  // A node learns of the others' subscriptions a moment after they are connected.
  while (!received) {
    await publisher.send("PUB x 2\r\nhi\r\nPING\r\n");
    await publisher.until(/PONG/);
  }
  assertEquals((await message)[1], "hi");
});

Deno.test("Cluster.select() follows the leader of a stream", async () => {
  await using cluster = await startCluster({ nodes: 3, jetstream: true });
  const config = { name: "S", subjects: ["s"], num_replicas: 3 };
  {
    using client = await TestClient.connect(cluster.urls[0] ?? "");
    assertMatch(await client.request("$JS.API.STREAM.CREATE.S", config), /"num_replicas":3/);
  }
  assertEquals((await names(cluster, "leader")).length, 1);
  const [leader] = await cluster.select("leader of S");
  assert(leader);
  await leader.kill();
  const [next] = await cluster.select("leader of S");
  assert(next && next.name !== leader.name);
});

Deno.test("startCluster() fails with the server's own words, and leaves nothing", async () => {
  const bad = await assertRejects(() => startCluster({ config: "max_payload: [" }), ServerError);
  assertEquals(bad.code, "exited");
  await assertRejects(() => startCluster({ nodes: 0 }), RangeError);
});
