// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  AckPolicy,
  DeliverPolicy,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from "@nats-io/jetstream";
import { startServer } from "../../server/mod.ts";
import { ClientError, connect } from "../mod.ts";
import { ensureConsumer, ensureStream, StreamError } from "./mod.ts";

Deno.test("ensureStream() creates, leaves and updates, and says what differed", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const wish = { name: "ORDERS", subjects: ["orders.>"], metadata: { team: "shop" } };
  assertEquals(await ensureStream(client, wish), { outcome: "created", differences: [] });
  assertEquals(await ensureStream(client, wish), { outcome: "unchanged", differences: [] });
  const wider = { ...wish, subjects: ["orders.>", "offers.>"], max_msgs: 7, max_age: 300e9 };
  assertEquals(await ensureStream(client, wider), {
    outcome: "updated",
    differences: [
      { key: "max_age", was: 0, is: 300e9 },
      { key: "max_msgs", was: -1, is: 7 },
      { key: "subjects", was: ["orders.>"], is: ["orders.>", "offers.>"] },
    ],
  });
  // Other words for no limit.
  const limitless = { name: "ORDERS", max_bytes: 0 };
  assertEquals(await ensureStream(client, limitless), { outcome: "unchanged", differences: [] });
  const manager = await jetstreamManager(client.connection);
  const { config } = await manager.streams.info("ORDERS");
  assertEquals([config.max_msgs, config.metadata?.["team"]], [7, "shop"]);
});

Deno.test("ensureStream() names the keys that the server does not change, and changes none", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  await ensureStream(client, { name: "ORDERS", subjects: ["orders.>"] });
  for (
    const [change, key] of [
      [{ storage: StorageType.Memory }, "storage"],
      [{ retention: RetentionPolicy.Workqueue }, "retention"],
    ] as const
  ) {
    const error = await assertRejects(
      () => ensureStream(client, { name: "ORDERS", max_msgs: 9, ...change }),
      StreamError,
    );
    assertEquals([error.code, error.keys], ["update-refused", [key]], error.message);
    assert(error.cause instanceof ClientError);
  }
  const manager = await jetstreamManager(client.connection);
  assertEquals((await manager.streams.info("ORDERS")).config.max_msgs, -1);
});

Deno.test("ensureStream() tells what else the server refuses", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  await ensureStream(client, { name: "ORDERS", subjects: ["orders.>"] });
  const overlap = await assertRejects(
    () => ensureStream(client, { name: "OTHERS", subjects: ["orders.new"] }),
    ClientError,
  );
  assertEquals(overlap.code, "js:10065");
  await using plain = await startServer();
  await using other = await connect({ servers: plain.url });
  const none = await assertRejects(() => ensureStream(other, { name: "S" }), ClientError);
  assert(["no-responders", "js:10039", "js:10076"].includes(none.code), none.code);
});

Deno.test("ensureStream() called by many at once creates one", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const wish = { name: "ORDERS", subjects: ["orders.>"] };
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, i) => ensureStream(client, { ...wish, max_msgs: 10 + i })),
  );
  assert(outcomes.some(({ outcome }) => outcome === "created"));
  const manager = await jetstreamManager(client.connection);
  assertEquals((await manager.streams.names().next()).length, 1);
});

Deno.test("ensureConsumer() creates, leaves and updates, and names what cannot be changed", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  const wish = { durable_name: "shop", filter_subject: "orders.new" };
  const missing = await assertRejects(() => ensureConsumer(client, "ORDERS", wish), ClientError);
  assertEquals(missing.code, "stream-not-found");
  await ensureStream(client, { name: "ORDERS", subjects: ["orders.>"] });
  assertEquals((await ensureConsumer(client, "ORDERS", wish)).outcome, "created");
  assertEquals((await ensureConsumer(client, "ORDERS", wish)).outcome, "unchanged");
  const manager = await jetstreamManager(client.connection);
  const { config } = await manager.consumers.info("ORDERS", "shop");
  assertEquals(config.ack_policy, AckPolicy.Explicit);
  const patient = await ensureConsumer(client, "ORDERS", { ...wish, ack_wait: 5e9 });
  assertEquals(patient, {
    outcome: "updated",
    differences: [{ key: "ack_wait", was: 30e9, is: 5e9 }],
  });
  const error = await assertRejects(
    () => ensureConsumer(client, "ORDERS", { ...wish, deliver_policy: DeliverPolicy.New }),
    StreamError,
  );
  assertEquals([error.code, error.keys], ["update-refused", ["deliver_policy"]]);
});

Deno.test("ensureConsumer() changes one filter for several, and back", async () => {
  await using server = await startServer({ jetstream: true });
  await using client = await connect({ servers: server.url });
  await ensureStream(client, { name: "ORDERS", subjects: ["orders.>"] });
  const one = { durable_name: "shop", filter_subject: "orders.new" };
  const several = { durable_name: "shop", filter_subjects: ["orders.a", "orders.b"] };
  for (
    const [wish, outcome] of [[one, "created"], [several, "updated"], [one, "updated"]] as const
  ) {
    assertEquals((await ensureConsumer(client, "ORDERS", wish)).outcome, outcome);
    assertEquals((await ensureConsumer(client, "ORDERS", wish)).outcome, "unchanged");
  }
});
