// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What fails, and what is left then. @module */

import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { connect } from "../client/mod.ts";
import { startServer } from "../server/mod.ts";
import { OutboxError } from "./error.ts";
import type { OutboxEvent } from "./event.ts";
import { MemoryStore } from "./memory_store.ts";
import { openOutbox } from "./open_outbox.ts";
import { SqliteStore } from "./sqlite_store.ts";
import type { OutboxChanges, OutboxRow } from "./store.ts";
import { patience, TestStage } from "./test_stage.ts";

/** A header that a stream refuses as long as it has fewer messages. */
const refused = { headers: { "Nats-Expected-Last-Sequence": "1000" } };

/** Keeps account of commits, and refuses them where told. */
class WatchedStore extends MemoryStore {
  readonly sizes: number[] = [];
  failing = false;

  override commit(changes: OutboxChanges): readonly (OutboxRow | undefined)[] {
    if (this.failing) throw new OutboxError("disk-full", "Cannot write: the disk is full");
    this.sizes.push(changes.append.length);
    return super.commit(changes);
  }
}

Deno.test("Outbox.publish() writes the messages of a turn in one transaction", async () => {
  await using stage = await TestStage.open();
  const store = new WatchedStore();
  await using outbox = await stage.outbox({ store });
  await Promise.all(Array.from({ length: 50 }, (_, i) => outbox.publish("orders.new", `${i}`)));
  assertEquals(store.sizes[0], 50);
  await outbox.idle(patience);
});

Deno.test("Outbox.publish() fails with disk-full, and what was accepted arrives", async () => {
  await using stage = await TestStage.open();
  const store = SqliteStore.open(stage.path, { maxFileBytes: 128 * 1024 });
  await using outbox = await stage.outbox({ store });
  const lost = stage.client.reached("disconnected", patience);
  await stage.server.kill();
  await lost;
  const accepted: string[] = [];
  const full = await assertRejects(async () => {
    for (let i = 0;; i++) {
      await outbox.publish("orders.new", `${i} ${"x".repeat(4000)}`);
      accepted.push(`${i}`);
    }
  }, OutboxError);
  assertEquals(full.code, "disk-full");
  assertEquals(outbox.stats.rows, accepted.length);
  await stage.server.start();
  await outbox.idle(patience);
  // There is room again.
  await outbox.publish("orders.new", "last");
  await outbox.idle(patience);
  const texts = (await stage.stored()).map(({ text }) => text.split(" ")[0]);
  assertEquals(texts, [...accepted, "last"]);
});

Deno.test("Outbox sends nothing twice while rows cannot be deleted, and tells of it", async () => {
  await using stage = await TestStage.open();
  const store = new WatchedStore();
  await using outbox = await stage.outbox({ store });
  const lost = stage.client.reached("disconnected", patience);
  await stage.server.kill();
  await lost;
  await outbox.publish("orders.new", "1");
  store.failing = true;
  await stage.server.start();
  await stage.until(() => stage.kinds.includes("store"));
  assertEquals([outbox.stats.rows, outbox.stats.delivered], [1, 1]);
  const { code } = await assertRejects(() => outbox.publish("orders.new", "2"), OutboxError);
  assertEquals(code, "disk-full");
  store.failing = false;
  await outbox.idle(patience);
  assertEquals((await stage.stored()).map(({ text }) => text), ["1"]);
});

Deno.test("Outbox makes a dead letter of a message after definite refusals, and goes on", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox({ maxRefusals: 2 });
  const [poison] = await Promise.all([
    outbox.publish("orders.new", "poison", refused),
    outbox.publish("orders.new", "1"),
  ]);
  await outbox.idle(patience);
  assertEquals((await stage.stored()).map(({ text }) => text), ["1"]);
  const [letter, ...others] = outbox.dead();
  assertEquals(others, []);
  assertEquals([letter?.id, letter?.subject], [poison.id, "orders.new"]);
  assertMatch(letter?.reason ?? "", /^js:10071: .*wrong last sequence/);
  assertEquals([outbox.stats.dead, outbox.stats.refusals], [1, 2]);
  assertEquals(stage.events.map(({ kind }) => kind), ["refused", "refused", "dead"]);
});

Deno.test("Outbox.retry() sends a dead letter again, Outbox.drop() deletes it", async () => {
  await using stage = await TestStage.open();
  const first = await stage.outbox({ maxRefusals: 1 });
  const headers = { "Nats-Expected-Last-Sequence": "1" };
  const { id } = await first.publish("orders.new", "poison", { headers });
  const { id: other } = await first.publish("orders.new", "other", refused);
  await first.idle(patience);
  await first.close();
  await using outbox = await stage.outbox({ maxRefusals: 1 });
  assertEquals(outbox.dead().map((letter) => letter.id), [id, other]);
  await outbox.publish("orders.new", "1");
  await outbox.idle(patience);
  outbox.retry(id);
  await outbox.idle(patience);
  assertEquals((await stage.stored()).map(({ text }) => text), ["1", "poison"]);
  outbox.drop(other);
  assertEquals(outbox.stats.dead, 0);
  assertEquals(assertThrows(() => outbox.drop(other), OutboxError).code, "not-found");
  assertEquals(assertThrows(() => outbox.retry(id), OutboxError).code, "not-found");
});

Deno.test("Outbox holds a subject that no stream takes, the others go on", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox({ store: new MemoryStore() });
  const texts = Array.from({ length: 3000 }, (_, i) => `${i}`);
  await Promise.all(texts.map((text) => outbox.publish("late", text)));
  await outbox.publish("orders.new", "1");
  await stage.until(() => outbox.stats.delivered === 1);
  await stage.until(() => outbox.stats.retries >= 3);
  assertEquals([outbox.stats.rows, outbox.stats.refusals], [3000, 0]);
  await stage.manager.streams.add({ name: "LATE", subjects: ["late"] });
  await outbox.idle(patience);
  assertEquals((await stage.stored("LATE")).map(({ text }) => text), texts);
});

Deno.test("Outbox waits for room in a stream that is full", async () => {
  await using stage = await TestStage.open();
  const limits = { max_msgs: 1, discard: "new" } as const;
  await stage.manager.streams.add({ name: "SMALL", subjects: ["small"], ...limits });
  await using outbox = await stage.outbox({ maxRefusals: 1 });
  await Promise.all(["1", "2"].map((text) => outbox.publish("small", text)));
  await stage.until(() => outbox.stats.retries >= 2);
  assertEquals([outbox.stats.rows, outbox.stats.dead], [1, 0]);
  await stage.manager.streams.purge("SMALL");
  await outbox.idle(patience);
  assertEquals((await stage.stored("SMALL")).map(({ text }) => text), ["2"]);
});

Deno.test("Outbox tells once of a stream that forgets ids too soon", async () => {
  await using stage = await TestStage.open();
  const window = { duplicate_window: 100 * 1e6 };
  await stage.manager.streams.add({ name: "HASTY", subjects: ["hasty"], ...window });
  await using outbox = await stage.outbox();
  await outbox.publish("hasty", "1");
  await outbox.publish("hasty", "2");
  await outbox.publish("orders.new", "3");
  await outbox.idle(patience);
  await stage.until(() => stage.events.length > 0);
  assertEquals(stage.events, [{ kind: "short-window", stream: "HASTY", windowMs: 100 }]);
});

Deno.test("Outbox tells when its client is closed, and still accepts", async () => {
  await using stage = await TestStage.open();
  const outbox = await stage.outbox();
  await stage.client.close();
  await stage.until(() => stage.kinds.includes("stopped"));
  await outbox.publish("orders.new", "1");
  assertEquals(outbox.stats.rows, 1);
  await outbox.close();
  const store = SqliteStore.open(stage.path);
  assertEquals(store.after(0, 9).map(({ subject }) => subject), ["orders.new"]);
  store.close();
});

Deno.test("Outbox.close() leaves no request that a drain of the client would wait for", async () => {
  await using server = await startServer();
  await using other = await connect({ servers: server.url });
  const asked = Promise.withResolvers<void>();
  // It says that a stream has the message, and nothing of the stream.
  other.subscribe("orders", {
    callback: (message) => message.respond(JSON.stringify({ stream: "SILENT", seq: 1 })),
  });
  other.subscribe("$JS.API.STREAM.INFO.SILENT", { callback: () => asked.resolve() });
  await other.flush();
  const events: OutboxEvent[] = [];
  const client = await connect({ servers: server.url });
  const outbox = await openOutbox({
    client,
    store: new MemoryStore(),
    onEvent: (event) => void events.push(event),
  });
  await outbox.publish("orders", "1");
  await asked.promise;
  await outbox.close();
  await client.drain();
  // After five seconds it would say that it does not know.
  assertEquals(events, []);
});
