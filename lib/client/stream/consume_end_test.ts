// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { jetstream } from "@nats-io/jetstream";
import { ClientError, connect } from "../mod.ts";
import { consume } from "./mod.ts";
import { until } from "../../server/test_until.ts";
import { numbers, source, TestStream } from "./test_stream.ts";

const text = { ...source, type: "text" } as const;

Deno.test("Consumption.stop() lets handlers end, and gives back what had not begun", async () => {
  await using stream = await TestStream.start();
  await stream.publish(...numbers(200));
  const begun: string[] = [];
  const done: string[] = [];
  const shop = await consume(stream.client, text, async ({ value }) => {
    begun.push(value);
    await new Promise((resolve) => setTimeout(resolve, 20));
    done.push(value);
  }, { concurrency: 4 });
  await until(() => done.length >= 20 && shop.stats.waiting > 0);
  await Promise.all([shop.stop(), shop.stop()]);
  const handled = done.length;
  assertEquals(begun, done);
  assertEquals([shop.stats.running, shop.stats.waiting], [0, 0]);
  assert(shop.stats.returned > 0);
  await shop.finished();
  // Others get the rest at once: nothing waits for the end of its ack_wait (30s).
  await using other = await connect({ servers: stream.server.url });
  const rest: string[] = [];
  await using _next = await consume(other, text, ({ value }) => void rest.push(value));
  await until(() => done.length + rest.length >= 200);
  assertEquals(done.length, handled, "a handler ran after the end");
  assertEquals([...done, ...rest].toSorted(), numbers(200).toSorted());
});

Deno.test("Consumption.stop() under load neither loses nor repeats what was handled", async () => {
  await using stream = await TestStream.start();
  await using other = await connect({ servers: stream.server.url });
  let publishing = true;
  let published = 0;
  const publisher = (async () => {
    while (publishing) await stream.publish(`${published++}`);
  })();
  const seen: string[] = [];
  for (let round = 0; round < 10; round++) {
    const before = seen.length;
    await using _shop = await consume(other, text, async ({ value }) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(value);
    }, { concurrency: 3 });
    await until(() => seen.length > before + 10);
  }
  publishing = false;
  await publisher;
  await using _last = await consume(other, text, ({ value }) => void seen.push(value));
  await until(() => seen.length >= published);
  assertEquals(seen.toSorted(), numbers(published).toSorted());
});

Deno.test("Consumption.stop() aborts handlers after the grace; their messages come again", async () => {
  await using stream = await TestStream.start();
  await stream.publish("1");
  const begun = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const shop = await consume(stream.client, text, async ({ signal }) => {
    begun.resolve();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    aborted.resolve();
    signal.throwIfAborted();
  }, { graceMs: 30, maxDeliveries: 1, onError: ({ name }) => assertEquals(name, "AbortError") });
  await begun.promise;
  await shop.stop();
  await aborted.promise;
  const consumer = await jetstream(stream.client.connection).consumers.get("ORDERS", "shop");
  const again = await consumer.next({ expires: 20_000 });
  assertEquals([again?.string(), again?.info.deliveryCount], ["1", 2]);
});

Deno.test("consume() stops with its signal", async () => {
  await using stream = await TestStream.start();
  const stop = new AbortController();
  const shop = await consume(stream.client, text, () => {}, { signal: stop.signal });
  await stream.publish("1");
  await until(() => shop.stats.handled === 1);
  stop.abort();
  await shop.finished();
  await stream.publish("2");
  assertEquals((await stream.open()).undelivered, 1);
});

Deno.test("Consumption ends when its consumer is deleted, and says so", async () => {
  await using stream = await TestStream.start();
  const told: Error[] = [];
  const shop = await consume(stream.client, text, () => {}, {
    onError: (error) => told.push(error),
  });
  await stream.manager.consumers.delete("ORDERS", "shop");
  const error = await assertRejects(() => shop.finished(), ClientError);
  assertEquals([error.code, told], ["consumer-not-found", [error]]);
  await shop.stop();
});

Deno.test("Consumption ends with its connection, and says so", async () => {
  await using stream = await TestStream.start();
  await using other = await connect({ servers: stream.server.url });
  const shop = await consume(other, text, () => {});
  await other.close();
  const error = await assertRejects(() => shop.finished(), ClientError);
  assertEquals(error.code, "closed");
});

Deno.test("Client.drain() waits for the handlers of consume()", async () => {
  await using stream = await TestStream.start();
  const other = await connect({ servers: stream.server.url });
  await stream.publish(...numbers(20));
  let begun = 0;
  let done = 0;
  await consume(other, text, async () => {
    begun++;
    await new Promise((resolve) => setTimeout(resolve, 10));
    done++;
  }, { onError: () => "it is closed under it" });
  await until(() => done >= 2);
  await other.drain();
  assertEquals(begun, done);
  assertEquals((await stream.open()).unacknowledged, 0);
});
