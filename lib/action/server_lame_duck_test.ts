// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { serverLameDuck } from "./server_lame_duck.ts";

Deno.test("serverLameDuck() acts on the selected servers", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: true } });
  const observation = await serverLameDuck.run(
    { "server.lame-duck": "all" },
    fakeContext({ servers }),
  );
  assertEquals(observation, { items: [] });
  assertEquals(servers.asked, ["select all", "n1 lame-duck", "n2 lame-duck"]);
});

Deno.test("serverLameDuck() fails as the server does", async () => {
  const servers = fakeCluster({ failures: { "n1 lame-duck": new Error("it would not") } });
  await assertRejects(
    () => serverLameDuck.run({ "server.lame-duck": "n1" }, fakeContext({ servers })),
    Error,
    "it would not",
  );
  assertEquals(servers.asked, ["select n1", "n1 lame-duck"]);
});
