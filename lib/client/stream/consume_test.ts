// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { AckPolicy, jetstream } from "@nats-io/jetstream";
import { ClientError, connect } from "../mod.ts";
import { consume, ensureConsumer, type FailedMessage, PoisonError, StreamError } from "./mod.ts";
import { until } from "../../server/test_until.ts";
import { numbers, source, TestStream } from "./test_stream.ts";

Deno.test("consume() handles messages in order, and acknowledges each", async () => {
  await using stream = await TestStream.start();
  await stream.publish(...numbers(100));
  const seen: string[] = [];
  await using shop = await consume(stream.client, { ...source, type: "text" }, (message) => {
    const { value, subject, sequence, deliveries } = message;
    assertEquals([subject, sequence, deliveries], ["orders.new", seen.length + 1, 1]);
    assert(message.storedAt <= new Date());
    seen.push(value);
  });
  await stream.publish("100");
  await until(() => shop.stats.handled === 101);
  assertEquals(seen, numbers(101));
  assertEquals(await stream.open(), { unacknowledged: 0, undelivered: 0 });
  const { handled, failed, dead, returned, running, waiting } = shop.stats;
  assertEquals([handled, failed, dead, returned, running, waiting], [101, 0, 0, 0, 0, 0]);
});

Deno.test("consume() handles as many at a time as it may, shared with others", async () => {
  await using stream = await TestStream.start();
  await using other = await connect({ servers: stream.server.url });
  await stream.publish(...numbers(300));
  const seen: string[] = [];
  let running = 0;
  let most = 0;
  const handler = async ({ value }: { value: string }) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    seen.push(value);
  };
  const text = { ...source, type: "text" } as const;
  await using a = await consume(stream.client, text, handler, { concurrency: 8 });
  await using b = await consume(other, text, handler, { concurrency: 8 });
  await until(() => seen.length >= 300);
  assertEquals(seen.toSorted(), numbers(300).toSorted());
  assert(most > 1 && most <= 16, `${most} at a time`);
  assert(a.stats.handled > 0 && b.stats.handled > 0);
});

Deno.test("consume() lets a failed message come again, then stores it as a dead letter", async () => {
  await using stream = await TestStream.start();
  const js = jetstream(stream.client.connection);
  const told: [string, number | undefined, FailedMessage["outcome"] | undefined][] = [];
  await using shop = await consume(stream.client, { ...source, type: "text" }, ({ value }) => {
    if (value === "bad") throw new RangeError("no such\norder");
  }, {
    maxDeliveries: 3,
    backoffMs: [1, 2],
    onError: (error, message) => told.push([error.message, message?.deliveries, message?.outcome]),
  });
  await js.publish("orders.new", "bad", { msgID: "b" });
  await stream.publish("good");
  await until(() => shop.stats.dead === 1 && shop.stats.handled === 1);
  assertEquals(told, [
    ["no such\norder", 1, "again"],
    ["no such\norder", 2, "again"],
    ["no such\norder", 3, "dead"],
  ]);
  assertEquals(await stream.open(), { unacknowledged: 0, undelivered: 0 });
  const letter = await stream.manager.streams.getMessage("DEAD", { seq: 1 });
  assert(letter !== null);
  const names = ["Stream", "Consumer", "Sequence", "Subject", "Deliveries", "Reason", "Msg-Id"];
  assertEquals([letter.subject, letter.string()], ["dead.ORDERS.shop", "bad"]);
  assertEquals(
    names.map((name) => letter.header.get(`Dead-Letter-${name}`)),
    ["ORDERS", "shop", "1", "orders.new", "3", "no such order", "b"],
  );
});

Deno.test("consume() stores poison as a dead letter at once", async () => {
  await using stream = await TestStream.start();
  const errors: Error[] = [];
  let calls = 0;
  await using shop = await consume(stream.client, { ...source, type: "json" }, () => {
    calls++;
    throw new PoisonError("no such shop");
  }, { deadLetter: "dead.letters", onError: (error) => errors.push(error) });
  await stream.publish("{", "{}");
  await until(() => shop.stats.dead === 2);
  assertEquals([calls, errors.map(({ name }) => name)], [1, ["PoisonError", "PoisonError"]]);
  const reasons = await Promise.all(
    [1, 2].map(async (seq) =>
      (await stream.manager.streams.getMessage("DEAD", { seq }))?.header.get("Dead-Letter-Reason")
    ),
  );
  assert(reasons[0]?.startsWith("Cannot decode 1 B as json"), reasons[0]);
  assertEquals(reasons[1], "no such shop");
});

Deno.test("consume() gives up a message that was delivered often without an outcome", async () => {
  await using stream = await TestStream.start();
  await stream.publish("kills its process");
  const consumer = await jetstream(stream.client.connection).consumers.get("ORDERS", "shop");
  for (let i = 0; i < 4; i++) (await consumer.next({ expires: 20_000 }))?.nak();
  let calls = 0;
  await using shop = await consume(stream.client, source, () => void calls++, {
    maxDeliveries: 2,
    onError: (error) => assertEquals(error.message, "it was delivered 5 times without an outcome"),
  });
  await until(() => shop.stats.dead === 1);
  assertEquals(calls, 0);
});

Deno.test("consume() keeps a message whose dead letter no stream stores", async () => {
  await using stream = await TestStream.start();
  const told: string[] = [];
  let repaired = false;
  await using shop = await consume(stream.client, source, () => {
    if (!repaired) throw new PoisonError("bad");
  }, { backoffMs: [1], onError: (error) => told.push("code" in error ? `${error.code}` : "") });
  await stream.manager.streams.delete("DEAD");
  await stream.publish("1");
  await until(() => told.length >= 2);
  assertEquals(told.slice(0, 2), ["no-responders", "poison"]);
  repaired = true;
  await until(() => shop.stats.handled === 1);
  assertEquals(await stream.open(), { unacknowledged: 0, undelivered: 0 });
});

Deno.test("consume() tells the server of long work, also of what waits behind it", async () => {
  await using stream = await TestStream.start({ ack_wait: 400e6 });
  const progress = new Map<string, number>();
  stream.client.subscribe("$JS.ACK.ORDERS.shop.>", {
    callback: (message) => {
      if (message.text() !== "+WPI") return;
      const sequence = message.subject.split(".")[5] ?? "";
      progress.set(sequence, (progress.get(sequence) ?? 0) + 1);
    },
  });
  await stream.publish("1", "2");
  await using shop = await consume(stream.client, source, async () => {
    await until(() => Math.min(progress.get("1") ?? 0, progress.get("2") ?? 0) >= 3);
  });
  await until(() => shop.stats.handled === 2);
  assertEquals([...progress.keys()].toSorted(), ["1", "2"]);
});

Deno.test("consume() handles a message once that is delivered again meanwhile", async () => {
  await using stream = await TestStream.start({ ack_wait: 400e6 });
  const { client, manager } = stream;
  const progress = client.once("$JS.ACK.ORDERS.shop.>", { timeoutMs: 20_000 });
  await stream.publish("1");
  const gate = Promise.withResolvers<void>();
  let begun = 0;
  await using shop = await consume(client, source, async () => {
    begun++;
    await gate.promise;
  }, { concurrency: 2 });
  // Somebody else has it delivered again, while it is being handled.
  client.publish((await progress).subject, "-NAK");
  await until(async () => {
    const { delivered } = await manager.consumers.info("ORDERS", "shop");
    return delivered.consumer_seq > 1;
  });
  await client.flush();
  assertEquals([begun, shop.stats.running, shop.stats.waiting], [1, 1, 0]);
  gate.resolve();
  await until(() => shop.stats.handled === 1);
  assertEquals(await stream.open(), { unacknowledged: 0, undelivered: 0 });
  assertEquals(begun, 1);
});

Deno.test("consume() refuses what it cannot work with", async () => {
  await using stream = await TestStream.start();
  const { client } = stream;
  const refused = (options: object, from: object = {}) =>
    assertRejects(() => consume(client, { ...source, ...from }, () => {}, options), Error);
  await ensureConsumer(client, "ORDERS", { durable_name: "none", ack_policy: AckPolicy.None });
  await ensureConsumer(client, "ORDERS", { durable_name: "few", max_deliver: 5 });
  const codes = [];
  for (
    const [options, from] of [
      [{}, { stream: "NONE" }],
      [{}, { consumer: "nobody" }],
      [{}, { consumer: "none" }],
      [{}, { consumer: "few" }],
      [{ deadLetter: "nowhere" }],
      [{ deadLetter: "orders.dead" }],
      [{ deadLetter: "no good" }],
      [{ concurrency: 0 }],
      [{ maxDeliveries: 1.5 }],
      [{ backoffMs: [] }],
      [{ backoffMs: [-1] }],
      [{ graceMs: NaN }],
      [{}, { consumer: "a b" }],
    ] as const
  ) {
    const error = await refused(options, from);
    codes.push(error instanceof StreamError || error instanceof ClientError ? error.code : error);
  }
  assertEquals(codes, [
    ...["stream-not-found", "consumer-not-found", "unfit-consumer", "unfit-consumer"],
    ...["no-dead-letter", "no-dead-letter", "invalid-subject"],
    ...Array(6).fill("invalid-option"),
  ]);
  const few = await refused({}, { consumer: "few" });
  assertEquals(
    few.message,
    "Cannot consume as 'max_deliver' must be -1 or more than 'maxDeliveries', which is 5: " +
      "current value is 5",
  );
  const nothing = JSON.parse("{}").handler;
  const none = await assertRejects(() => consume(client, source, nothing), ClientError);
  assertEquals(
    none.message,
    "Cannot consume as 'handler' must be a function: current value is of type undefined",
  );
  const stop = new AbortController();
  stop.abort(new RangeError("enough"));
  assertEquals((await refused({ signal: stop.signal })).message, "enough");
});
