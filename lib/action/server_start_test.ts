// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { fakeCluster } from "./fake_cluster.ts";
import { fakeContext } from "./fake_context.ts";
import { serverStart } from "./server_start.ts";

Deno.test("serverStart() starts a stopped server, and waits for the cluster", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: false } });
  await serverStart.run({ "server.start": "n2" }, fakeContext({ servers }));
  assertEquals(servers.asked, ["select n2", "n2 start", "ready"]);
});

Deno.test("serverStart() of all starts those that are stopped", async () => {
  const servers = fakeCluster({ nodes: { n1: true, n2: false, n3: false } });
  await serverStart.run({ "server.start": "all" }, fakeContext({ servers }));
  assertEquals(servers.asked, ["select all", "n2 start", "n3 start", "ready"]);
});

Deno.test("serverStart() of all fails as the servers do where all run", async () => {
  const servers = fakeCluster({ failures: { "n1 start": new Error("n1 already runs") } });
  await assertRejects(
    () => serverStart.run({ "server.start": "all" }, fakeContext({ servers })),
    Error,
    "n1 already runs",
  );
});

Deno.test("serverStart() does not wait for a leader that a minority cannot have", async () => {
  const servers = fakeCluster({ nodes: { n1: false, n2: false, n3: false } });
  await serverStart.run({ "server.start": "n1" }, fakeContext({ servers }));
  assertEquals(servers.asked, ["select n1", "n1 start"]);
});
