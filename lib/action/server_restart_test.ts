// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { serverRestart } from "./server_restart.ts";

Deno.test("serverRestart() acts on the selected servers", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: true } });
  const observation = await serverRestart.run(
    { "server.restart": "all" },
    fakeContext({ servers }),
  );
  assertEquals(observation, { items: [] });
  assertEquals(servers.asked, ["select all", "n1 restart", "n2 restart", "ready"]);
});

Deno.test("serverRestart() fails as the server does", async () => {
  const servers = fakeCluster({ failures: { "n1 restart": new Error("it would not") } });
  await assertRejects(
    () => serverRestart.run({ "server.restart": "n1" }, fakeContext({ servers })),
    Error,
    "it would not",
  );
  assertEquals(servers.asked, ["select n1", "n1 restart"]);
});
