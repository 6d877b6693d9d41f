// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { serverStop } from "./server_stop.ts";

Deno.test("serverStop() acts on the selected servers", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: true } });
  const observation = await serverStop.run({ "server.stop": "all" }, fakeContext({ servers }));
  assertEquals(observation, { items: [] });
  assertEquals(servers.asked, ["select all", "n1 stop", "n2 stop"]);
});

Deno.test("serverStop() fails as the server does", async () => {
  const servers = fakeCluster({ failures: { "n1 stop": new Error("it would not") } });
  await assertRejects(
    () => serverStop.run({ "server.stop": "n1" }, fakeContext({ servers })),
    Error,
    "it would not",
  );
  assertEquals(servers.asked, ["select n1", "n1 stop"]);
});
