// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { startServer } from "../server/mod.ts";
import { until } from "../server/test_until.ts";
import { connect } from "./mod.ts";

/** Deno's sanitizers fail this test where a timer, a socket or a pending read is left. */
Deno.test("connect() and close() 1,000 times leave nothing behind", async () => {
  await using server = await startServer();
  const total = async () => Number((await server.monitor("varz")).total_connections);
  const before = await total();
  for (let i = 0; i < 250; i++) {
    await Promise.all([0, 1, 2, 3].map(async (way) => {
      const client = await connect({ servers: server.url });
      const subscription = client.subscribe("n");
      client.publish("n", "x");
      if (way === 0) await subscription.next();
      if (way === 1) client.request("n", "").catch((error) => assertEquals(error.code, "closed"));
      if (way === 2) await client.drain();
      else await client.close();
    }));
  }
  await until(async () => (await server.monitor("connz")).num_connections === 0);
  assertEquals(await total() - before, 1000);
});
