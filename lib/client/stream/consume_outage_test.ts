// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { consume } from "./mod.ts";
import { numbers, source, TestStream, until } from "./test_stream.ts";

const patience = { timeoutMs: 20_000 };

Deno.test("consume() goes on over killed servers: each message is handled, none is left", async () => {
  await using stream = await TestStream.start({ ack_wait: 2e9 });
  const { client, server } = stream;
  const seen: number[] = [];
  await using shop = await consume(client, { ...source, type: "text" }, async ({ value }) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    seen.push(Number(value));
  }, { concurrency: 4, backoffMs: [10] });
  for (let round = 0; round < 5; round++) {
    await stream.publish(...numbers(100).map((n) => `${100 * round + Number(n)}`));
    await until(() => seen.length > 100 * round + 20);
    const lost = client.reached("disconnected", patience);
    await server.kill();
    await lost;
    await server.start();
    await client.connected(patience);
  }
  await until(() => new Set(seen).size === 500);
  await until(async () => (await stream.open()).unacknowledged === 0);
  assertEquals(await stream.open(), { unacknowledged: 0, undelivered: 0 });
  assertEquals(new Set(seen).size, 500);
  assert(shop.stats.handled >= 500);
});

Deno.test("consume() finds its messages after the server was away for long", async () => {
  await using stream = await TestStream.start();
  const { client, server } = stream;
  const seen: string[] = [];
  await using _shop = await consume(client, { ...source, type: "text" }, ({ value }) => {
    seen.push(value);
  });
  for (let round = 0; round < 3; round++) {
    const lost = client.reached("disconnected", patience);
    await server.stop();
    await lost;
    // Several attempts to reconnect fail meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await server.start();
    await client.connected(patience);
    await stream.publish(`${round}`);
    await until(() => seen.length === round + 1);
  }
  assertEquals(seen, ["0", "1", "2"]);
});
