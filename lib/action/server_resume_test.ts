// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { serverResume } from "./server_resume.ts";

Deno.test("serverResume() acts on the selected servers", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: true } });
  const observation = await serverResume.run({ "server.resume": "all" }, fakeContext({ servers }));
  assertEquals(observation, { items: [] });
  assertEquals(servers.asked, ["select all", "n1 resume", "n2 resume"]);
});

Deno.test("serverResume() fails as the server does", async () => {
  const servers = fakeCluster({ failures: { "n1 resume": new Error("it would not") } });
  await assertRejects(
    () => serverResume.run({ "server.resume": "n1" }, fakeContext({ servers })),
    Error,
    "it would not",
  );
  assertEquals(servers.asked, ["select n1", "n1 resume"]);
});
