// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { ClientError } from "../client/mod.ts";
import { OutboxError } from "./error.ts";
import { MemoryStore } from "./memory_store.ts";
import { openOutbox } from "./open_outbox.ts";
import { patience, TestStage } from "./test_stage.ts";

Deno.test("Outbox.publish() has the message on disk, and the relay brings it to the stream", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox();
  const { id, duplicate } = await outbox.publish("orders.new", "1", { headers: { "X-A": "b" } });
  assertEquals(duplicate, false);
  await outbox.idle(patience);
  assertEquals(await stage.stored(), [{ subject: "orders.new", text: "1", id }]);
  const message = await stage.manager.streams.getMessage("ORDERS", { seq: 1 });
  assertEquals(message?.header.get("X-A"), "b");
  const { rows, bytes, dead, accepted, delivered, inFlight } = outbox.stats;
  assertEquals({ rows, bytes, dead, accepted, delivered, inFlight }, {
    rows: 0,
    bytes: 0,
    dead: 0,
    accepted: 1,
    delivered: 1,
    inFlight: 0,
  });
});

Deno.test("Outbox.publish() copies payload and headers, and sends bytes as they are", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox();
  // A Buffer's own slice() is no copy.
  const payload = Buffer.from([0xff, 0]);
  const headers = { A: "1" };
  const accepted = outbox.publish("orders.new", payload, { headers });
  payload.fill(7);
  headers.A = "2";
  await accepted;
  await outbox.idle(patience);
  const message = await stage.manager.streams.getMessage("ORDERS", { seq: 1 });
  assertEquals([message?.data, message?.header.get("A")], [new Uint8Array([0xff, 0]), "1"]);
});

Deno.test("Outbox.publish() keeps the order of each subject", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox();
  const numbers = Array.from({ length: 600 }, (_, i) => i);
  await Promise.all(numbers.map((i) => outbox.publish(`orders.${i % 3}`, `${i}`)));
  await outbox.idle(patience);
  const stored = await stage.stored();
  for (const lane of [0, 1, 2]) {
    const texts = stored.filter(({ subject }) => subject === `orders.${lane}`)
      .map(({ text }) => Number(text));
    assertEquals(texts, numbers.filter((i) => i % 3 === lane));
  }
});

Deno.test("Outbox keeps what is published without a server, over its own end too", async () => {
  await using stage = await TestStage.open();
  const lost = stage.client.reached("disconnected", patience);
  await stage.server.kill();
  await lost;
  const first = await stage.outbox();
  for (let i = 0; i < 5; i++) await first.publish("orders.new", `${i}`);
  await first.close();
  const second = await stage.outbox();
  assertEquals(second.stats.rows, 5);
  await second.publish("orders.new", "5");
  await stage.server.start();
  await second.idle(patience);
  await second.close();
  const texts = (await stage.stored()).map(({ text }) => text);
  assertEquals(texts, ["0", "1", "2", "3", "4", "5"]);
});

Deno.test("Outbox brings everything once and in order over kills of the server", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox();
  const texts: string[] = [];
  for (let round = 0; round < 3; round++) {
    const lost = stage.client.reached("disconnected", patience);
    for (let i = 0; i < 200; i++) texts.push(`${round}.${i}`);
    const accepted = texts.slice(-200).map((text) => outbox.publish("orders.new", text));
    await Promise.all(accepted);
    await stage.server.kill();
    await lost;
    await stage.server.start();
    await stage.client.connected(patience);
  }
  await outbox.idle(patience);
  assertEquals((await stage.stored()).map(({ text }) => text), texts);
});

Deno.test("Outbox takes a message that the stream has already for arrived", async () => {
  await using stage = await TestStage.open();
  await stage.client.request("orders.new", "1", { headers: { "Nats-Msg-Id": "order-1" } });
  await using outbox = await stage.outbox();
  await outbox.publish("orders.new", "1", { id: "order-1" });
  await outbox.idle(patience);
  assertEquals((await stage.stored()).length, 1);
  assertEquals([outbox.stats.delivered, outbox.stats.duplicates], [1, 1]);
});

Deno.test("Outbox.publish() takes an id once, even when its message is gone and it was reopened", async () => {
  await using stage = await TestStage.open();
  const first = await stage.outbox();
  assertEquals(await first.publish("orders.new", "1", { id: "x" }), { id: "x", duplicate: false });
  await first.idle(patience);
  await first.close();
  await using second = await stage.outbox();
  assertEquals(await second.publish("orders.new", "2", { id: "x" }), { id: "x", duplicate: true });
  await second.idle(patience);
  assertEquals((await stage.stored()).map(({ text }) => text), ["1"]);
});

Deno.test("Outbox gives ids that do not depend on the clock", async () => {
  await using stage = await TestStage.open();
  const now = Date.now;
  const ids: string[] = [];
  try {
    for (const day of [3, 2, 1]) {
      Date.now = () => day * 86_400_000;
      await using outbox = await stage.outbox();
      for (let i = 0; i < 2; i++) ids.push((await outbox.publish("orders.new", `${day}.${i}`)).id);
      await outbox.idle(patience);
    }
  } finally {
    Date.now = now;
  }
  assertEquals(new Set(ids).size, 6);
  const texts = (await stage.stored()).map(({ text }) => text);
  assertEquals(texts, ["3.0", "3.1", "2.0", "2.1", "1.0", "1.1"]);
});

Deno.test("Outbox.publish() fails with outbound-limit where it holds too much", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox({ maxRows: 2, maxBytes: 100 });
  const two = [outbox.publish("none", "1"), outbox.publish("none", "2")];
  const third = await assertRejects(() => outbox.publish("none", "3"), ClientError);
  assertEquals([third.code, third.subject], ["outbound-limit", "none"]);
  await Promise.all(two);
  await assertRejects(() => outbox.publish("none", "3"), ClientError, "holds 2 messages");
  await using small = await stage.outbox({ store: new MemoryStore(), maxBytes: 100 });
  await small.publish("none", "x".repeat(60));
  const { code } = await assertRejects(() => small.publish("none", "x".repeat(60)), ClientError);
  assertEquals(code, "outbound-limit");
});

Deno.test("Outbox.publish() refuses what no server would take", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox({ store: new MemoryStore() });
  const wrong = [
    [["a b", ""], "invalid-subject"],
    [["a.*", ""], "invalid-subject"],
    [["a", "x".repeat(1024 * 1024 - 29), { id: "xyz" }], "max-payload"],
    [["a", "", { headers: { A: "b".repeat(1024 * 1024) } }], "max-payload"],
    [["a", "", { headers: { "Nats-Msg-Id": "1" } }], "invalid-header"],
    [["a", "", { headers: { "A B": "1" } }], "invalid-header"],
    [["a", "", { headers: { A: "1\r\n" } }], "invalid-header"],
    [["a", "", { id: "" }], "invalid-option"],
    [["a", "", { id: "a\nb" }], "invalid-option"],
  ] as const;
  for (const [[subject, payload, options], expected] of wrong) {
    const { code } = await assertRejects(
      () => outbox.publish(subject, payload, options),
      ClientError,
    );
    assertEquals([subject, code], [subject, expected]);
  }
  // What the types keep TypeScript's callers from.
  const odd: readonly unknown[] = [new Map([["A", "b"]]), [], { A: 1 }];
  for (const headers of odd) {
    const call = Reflect.apply(outbox.publish, outbox, ["a", "", { headers }]);
    assertEquals((await assertRejects(() => call, ClientError)).code, "invalid-header");
  }
  const call = Reflect.apply(outbox.publish, outbox, ["a", 5]);
  assertEquals((await assertRejects(() => call, ClientError)).code, "invalid-option");
  assertEquals(outbox.stats.accepted, 0);
});

Deno.test("Outbox.publish() takes what the server just takes", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox();
  const headers = { A: "é", B: ["1", "2"] };
  // NATS/1.0, A: é, B: 1, B: 2, Nats-Msg-Id: x, and the empty line.
  const room = 1024 * 1024 - 27 - 1 - 7 - 6 - 6;
  const { code } = await assertRejects(
    () => outbox.publish("orders.new", "x".repeat(room + 1), { headers, id: "x" }),
    ClientError,
  );
  assertEquals(code, "max-payload");
  await outbox.publish("orders.new", "x".repeat(room), { headers, id: "x" });
  await outbox.idle(patience);
  assertEquals([outbox.stats.delivered, outbox.stats.dead], [1, 0]);
});

Deno.test("Outbox.close() refuses all that comes later, and can be called twice", async () => {
  await using stage = await TestStage.open();
  const outbox = await stage.outbox();
  const accepted = outbox.publish("orders.new", "1");
  const idle = assertRejects(() => outbox.idle(), OutboxError, "closed");
  await Promise.all([outbox.close(), outbox.close()]);
  await Promise.all([accepted, idle]);
  const { code } = await assertRejects(() => outbox.publish("orders.new", "2"), OutboxError);
  assertEquals(code, "closed");
  assertThrows(() => outbox.dead(), OutboxError);
  await using again = await stage.outbox();
  await again.idle(patience);
  assertEquals((await stage.stored()).map(({ text }) => text), ["1"]);
});

Deno.test("Outbox.idle() ends with its time and its signal", async () => {
  await using stage = await TestStage.open();
  await using outbox = await stage.outbox();
  await outbox.publish("none", "1");
  const late = await assertRejects(() => outbox.idle({ timeoutMs: 1 }), ClientError);
  assertEquals(late.code, "timeout");
  const signal = AbortSignal.abort(new RangeError("enough"));
  await assertRejects(() => outbox.idle({ signal }), RangeError, "enough");
});

Deno.test("openOutbox() refuses options that make no sense", async () => {
  await using stage = await TestStage.open();
  const { client, path } = stage;
  for (
    const [options, message] of [
      [{ client }, /either 'path' or 'store' must be given/],
      [{ client, path, store: new MemoryStore() }, /either 'path' or 'store' must be given/],
      [{ client, path, inFlight: 0 }, /'inFlight' must be a whole number from 1 .*value is 0/],
      [{ client, path, retryWaitMs: NaN }, /'retryWaitMs' must be .*current value is NaN/],
    ] as const
  ) {
    const error = await assertRejects(() => openOutbox(options), ClientError);
    assertEquals(error.code, "invalid-option");
    assertMatch(error.message, message);
  }
  assert(!(await Array.fromAsync(Deno.readDir(stage.folder))).length);
});

Deno.test("Outbox brings messages to core NATS, in order, and again after a kill", async () => {
  await using stage = await TestStage.open();
  const seen: string[] = [];
  const subscription = stage.client.subscribe("news", {
    callback: (message) => void seen.push(message.text()),
  });
  await subscription.confirmed();
  await using outbox = await stage.outbox({ mode: "core" });
  await Promise.all(["1", "2", "3"].map((text) => outbox.publish("news", text)));
  await outbox.idle(patience);
  await stage.until(() => seen.length === 3);
  const lost = stage.client.reached("disconnected", patience);
  await stage.server.kill();
  await lost;
  await outbox.publish("news", "4");
  assertEquals(outbox.stats.rows, 1);
  await stage.server.start();
  await outbox.idle(patience);
  await stage.until(() => seen.includes("4"));
  assertEquals([...new Set(seen)], ["1", "2", "3", "4"]);
});
