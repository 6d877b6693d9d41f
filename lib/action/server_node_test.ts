// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { awaitReady, forServers, node } from "./server_node.ts";

Deno.test("node() takes the words for nodes", () => {
  const words = [
    "n1",
    "n12",
    "all",
    "leader",
    "leader of ORDERS",
    "n0",
    "N1",
    "server",
    "leader of",
  ];
  assertEquals(words.filter((word) => node("what").safeParse(word).success), [
    "n1",
    "n12",
    "all",
    "leader",
    "leader of ORDERS",
  ]);
  assertEquals(
    node("what").safeParse("both").error?.issues[0]?.message,
    "must be n1, n2 …, all, leader or leader of STREAM",
  );
});

Deno.test("forServers() fails only after all servers have been seen to", async () => {
  const servers = fakeCluster({
    nodes: { n1: true, n2: true },
    failures: { "n1 stop": new Error("n1 hangs") },
  });
  await assertRejects(
    () => forServers("all", fakeContext({ servers }), (server) => server.stop()),
    Error,
    "n1 hangs",
  );
  assertEquals(servers.nodes.map((server) => server.running), [true, false]);
});

Deno.test("forServers() fails where nothing can be selected", async () => {
  const failures = { "select leader": new Error("there is no leader") };
  const servers = fakeCluster({ failures });
  await assertRejects(
    () => forServers("leader", fakeContext({ servers }), (server) => server.stop()),
    Error,
    "there is no leader",
  );
  assertEquals(servers.asked, ["select leader"]);
});

Deno.test("awaitReady() waits where a majority runs", async () => {
  const most = fakeCluster({ nodes: { n1: true, n2: true, n3: false } });
  await awaitReady(fakeContext({ servers: most }));
  assertEquals(most.asked, ["ready"]);
  const half = fakeCluster({ nodes: { n1: true, n2: false } });
  await awaitReady(fakeContext({ servers: half }));
  assertEquals(half.asked, []);
});
