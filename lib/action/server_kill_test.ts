// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { serverKill } from "./server_kill.ts";

Deno.test("serverKill() acts on the selected servers", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: true } });
  const observation = await serverKill.run({ "server.kill": "all" }, fakeContext({ servers }));
  assertEquals(observation, { items: [] });
  assertEquals(servers.asked, ["select all", "n1 kill", "n2 kill"]);
});

Deno.test("serverKill() fails as the server does", async () => {
  const servers = fakeCluster({ failures: { "n1 kill": new Error("it would not") } });
  await assertRejects(
    () => serverKill.run({ "server.kill": "n1" }, fakeContext({ servers })),
    Error,
    "it would not",
  );
  assertEquals(servers.asked, ["select n1", "n1 kill"]);
});
