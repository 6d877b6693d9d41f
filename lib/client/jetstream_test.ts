// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { startServer } from "../server/mod.ts";
import { ClientError, connect, getKey, publishToStream } from "./mod.ts";

Deno.test("publishToStream() tries again until there is a stream", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const js = jetstream(client.connection);
  const plain = await assertRejects(() => js.publish("orders.new"));
  assert(!(plain instanceof ClientError));
  const none = await assertRejects(
    () => publishToStream(js, "orders.new", "", { retryWaitMs: 1 }),
    ClientError,
  );
  assertEquals([none.code, none.subject], ["no-responders", "orders.new"]);
  assertEquals(
    none.message,
    'Cannot publish to "orders.new": no stream took it in 3 tries; create one, or check that ' +
      "JetStream is enabled",
  );
  const late = publishToStream(js, "orders.new", "1", {
    retries: 1000,
    retryWaitMs: 5,
    msgID: "a",
  });
  const manager = await jetstreamManager(client.connection);
  await manager.streams.add({ name: "ORDERS", subjects: ["orders.>"] });
  const { stream, seq, duplicate } = await late;
  assertEquals([stream, seq, duplicate], ["ORDERS", 1, false]);
  assertEquals((await publishToStream(js, "orders.new", "1", { msgID: "a" })).duplicate, true);
  const refused = await assertRejects(
    () => publishToStream(js, "orders.new", "", { expect: { lastSequence: 7 } }),
    ClientError,
  );
  assertEquals(refused.code, "js:10071");
});

Deno.test("publishToStream() ends with its signal", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const js = jetstream(client.connection);
  const stop = new AbortController();
  const trying = publishToStream(js, "n", "", { retries: 1000, signal: stop.signal });
  await client.flush();
  stop.abort(new RangeError("enough"));
  await assertRejects(() => trying, RangeError, "enough");
});

Deno.test("getKey() takes deleted keys for what the option says", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const kv = await new Kvm(client.connection).create("settings", { history: 3 });
  const revision = await kv.put("colour", "blue");
  await kv.delete("colour");
  assertEquals((await kv.get("colour"))?.operation, "DEL", "nats.js's own way");
  for (const key of ["colour", "size"]) {
    const { code } = await assertRejects(() => getKey(kv, key), ClientError);
    assertEquals(code, "key-not-found");
  }
  assertEquals((await getKey(kv, "colour", { deleted: "entry" })).operation, "DEL");
  assertEquals((await getKey(kv, "colour", { revision })).string(), "blue");
});

Deno.test("Client.connection carries JetStream publishes over an outage", async () => {
  await using server = await startServer({ jetstream: true });
  const options = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };
  await using client = await connect({ servers: server.url, ...options });
  const manager = await jetstreamManager(client.connection);
  await manager.streams.add({ name: "N", subjects: ["n"] });
  const lost = client.reached("disconnected", { timeoutMs: 20_000 });
  await server.kill();
  await lost;
  const js = jetstream(client.connection);
  const acks = Promise.all(
    Array.from({ length: 20 }, (_, i) => js.publish("n", `${i}`, { timeout: 20_000 })),
  );
  await server.start();
  assertEquals((await acks).map(({ seq }) => seq), Array.from({ length: 20 }, (_, i) => i + 1));
});
