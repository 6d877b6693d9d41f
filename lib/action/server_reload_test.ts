// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { serverReload } from "./server_reload.ts";

Deno.test("serverReload() acts on the selected servers", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: true } });
  const observation = await serverReload.run({ "server.reload": "all" }, fakeContext({ servers }));
  assertEquals(observation, { items: [] });
  assertEquals(servers.asked, ["select all", "n1 reload", "n2 reload"]);
});

Deno.test("serverReload() fails as the server does", async () => {
  const servers = fakeCluster({ failures: { "n1 reload": new Error("it would not") } });
  await assertRejects(
    () => serverReload.run({ "server.reload": "n1" }, fakeContext({ servers })),
    Error,
    "it would not",
  );
  assertEquals(servers.asked, ["select n1", "n1 reload"]);
});

Deno.test("serverReload() hands the new configuration on", async () => {
  const servers = fakeCluster();
  const params = { "server.reload": "n1", config: "debug: true" };
  await serverReload.run(params, fakeContext({ servers }));
  assertEquals(servers.asked, ["select n1", "n1 reload debug: true"]);
});
