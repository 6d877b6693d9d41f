// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { serverPause } from "./server_pause.ts";

Deno.test("serverPause() acts on the selected servers", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: true } });
  const observation = await serverPause.run({ "server.pause": "all" }, fakeContext({ servers }));
  assertEquals(observation, { items: [] });
  assertEquals(servers.asked, ["select all", "n1 pause", "n2 pause"]);
});

Deno.test("serverPause() fails as the server does", async () => {
  const servers = fakeCluster({ failures: { "n1 pause": new Error("it would not") } });
  await assertRejects(
    () => serverPause.run({ "server.pause": "n1" }, fakeContext({ servers })),
    Error,
    "it would not",
  );
  assertEquals(servers.asked, ["select n1", "n1 pause"]);
});
