// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertObjectMatch } from "@std/assert";
import type { Json } from "../scenario/types.ts";
import type { Player, Stage, Trial } from "./contract_stage.ts";
import { bytes, openStage, patienceMs, text } from "./contract_stage.ts";
import type { StoredMessage } from "./types.ts";

const stream = "ORDERS";
const config = { subjects: ["orders.>"], storage: "memory" };

/** JetStream: streams, consumers, publishing and fetching. */
export function streamContract(trial: Trial): void {
  const { name } = trial;
  const open = () => openStage(trial, { jetstream: true });

  Deno.test(`${name} makes, changes, shows, empties and deletes streams`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    const created = await alice.call("stream.create", { stream, config });
    assertObjectMatch(mapping(created), { config: { name: stream, subjects: ["orders.>"] } });
    const change = { stream, config: { max_age: 180_000_000_000 } };
    assertObjectMatch(mapping(await alice.call("stream.update", change)), {
      config: { subjects: ["orders.>"], max_age: 180_000_000_000 },
    });
    for (const n of ["1", "2", "3"]) await alice.call("js.publish", order(n));
    assertEquals(await alice.call("stream.purge", { stream, filter: "orders.2" }), 1);
    assertObjectMatch(mapping(await alice.call("stream.info", { stream })), {
      state: { messages: 2 },
    });
    assertEquals(await alice.call("stream.purge", { stream }), 2);
    assertEquals(await alice.call("stream.messages", { stream }), []);
    await alice.fails("js:10058", "stream.create", { stream, config: { subjects: ["else"] } });
    await alice.call("stream.delete", { stream });
    await alice.fails("stream-not-found", "stream.info", { stream });
    await alice.fails("stream-not-found", "stream.update", change);
    await alice.fails("stream-not-found", "stream.delete", { stream });
    await alice.fails("stream-not-found", "stream.purge", { stream });
  });

  Deno.test(`${name} publishes into streams, once per id`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    await alice.fails("no-responders", "js.publish", order("1"));
    await alice.call("stream.create", { stream, config });
    const first = await alice.call("js.publish", { ...order("1"), id: "x" });
    assertEquals(first, { stream, seq: 1, duplicate: false });
    const again = await alice.call("js.publish", { ...order("1"), id: "x" });
    assertEquals(again, { stream, seq: 1, duplicate: true });
    const headers = { "Nats-Expected-Last-Sequence": ["7"] };
    await alice.fails("js:10071", "js.publish", { ...order("2"), headers });
    await alice.fails("invalid-subject", "js.publish", { subject: "a..b", data: bytes("") });
  });

  Deno.test(`${name} reads everything a stream holds, dense or sparse`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    const perSubject = { ...config, max_msgs_per_subject: 1 };
    await alice.call("stream.create", { stream, config: perSubject });
    const kept = { ...order("kept"), headers: { A: ["b"] } };
    await alice.call("js.publish", kept);
    for (let i = 0; i < 300; i++) await alice.call("js.publish", order("last"));
    const sparse = await alice.call("stream.messages", { stream });
    assertEquals(sparse.map(({ seq, subject, data }) => [seq, subject, text(data)]), [
      [1, "orders.kept", "kept"],
      [301, "orders.last", "last"],
    ]);
    assertEquals(sparse[0]?.headers, { A: ["b"] });
    await alice.call("stream.purge", { stream });
    for (let i = 0; i < 300; i++) await alice.call("js.publish", order(`${i}`));
    const dense = await alice.call("stream.messages", { stream });
    assertEquals(texts(dense), Array.from({ length: 300 }, (_, i) => `${i}`));
  });

  Deno.test(`${name} makes, shows and deletes consumers`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    await alice.fails("stream-not-found", "consumer.create", named({ config: {} }));
    await alice.call("stream.create", { stream, config });
    await alice.fails("consumer-not-found", "consumer.info", named({}));
    const created = await alice.call("consumer.create", named({ config: { max_deliver: 3 } }));
    assertObjectMatch(mapping(created), {
      name: "worker",
      config: { durable_name: "worker", ack_policy: "explicit", max_deliver: 3 },
    });
    assertObjectMatch(mapping(await alice.call("consumer.info", named({}))), { num_pending: 0 });
    await alice.call("consumer.delete", named({}));
    await alice.fails("consumer-not-found", "consumer.delete", named({}));
    await alice.fails("consumer-not-found", "js.fetch", pull({}));
  });

  Deno.test(`${name} fetches messages and acknowledges them`, async () => {
    await using stage = await open();
    const alice = await consuming(stage, ["1", "2", "3", "4"]);
    const first = await alice.call("js.fetch", pull({ count: 2 }));
    assertEquals(first.map(({ seq, subject }) => [seq, subject]), [[1, "orders.1"], [
      2,
      "orders.2",
    ]]);
    assertObjectMatch(mapping(await alice.call("consumer.info", named({}))), {
      ack_floor: { stream_seq: 2 },
      num_ack_pending: 0,
    });
    assertEquals(texts(await alice.call("js.fetch", pull({ count: 1, ack: "nak" }))), ["3"]);
    assertEquals(texts(await alice.call("js.fetch", pull({ count: 1, ack: "term" }))), ["3"]);
    assertEquals(texts(await alice.call("js.fetch", pull({ count: 1, ack: "none" }))), ["4"]);
    assertObjectMatch(mapping(await alice.call("consumer.info", named({}))), {
      num_ack_pending: 1,
      num_pending: 0,
    });
  });

  Deno.test(`${name} fetches fewer messages when the time is over, and loses none`, async () => {
    await using stage = await open();
    const alice = await consuming(stage, ["1"]);
    const some = await alice.call("js.fetch", pull({ count: 5, timeoutMs: 50 }));
    assertEquals(texts(some), ["1"]);
    assertEquals(await alice.call("js.fetch", pull({ timeoutMs: 20 })), []);
    await alice.call("js.publish", order("2"));
    assertEquals(texts(await alice.call("js.fetch", pull({ count: 1 }))), ["2"]);
  });

  Deno.test(`${name} fetches from a consumer that wants no acknowledgement`, async () => {
    await using stage = await open();
    const alice = await consuming(stage, ["1", "2"], { ack_policy: "none" });
    assertEquals(texts(await alice.call("js.fetch", pull({ count: 2 }))), ["1", "2"]);
  });
}

function order(n: string): { subject: string; data: Uint8Array } {
  return { subject: `orders.${n}`, data: bytes(n) };
}

function named<T extends object>(rest: T): T & { stream: string; consumer: string } {
  return { stream, consumer: "worker", ...rest };
}

function pull(
  rest: { count?: number; timeoutMs?: number; ack?: "ack" | "nak" | "term" | "none" },
) {
  return named({ count: 1, timeoutMs: patienceMs, ack: "ack" as const, ...rest });
}

/** An actor on a stream with messages and a consumer. */
async function consuming(
  stage: Stage,
  orders: readonly string[],
  consumer: { [key: string]: Json } = {},
): Promise<Player> {
  const alice = await stage.enter();
  await alice.call("stream.create", { stream, config });
  for (const n of orders) await alice.call("js.publish", order(n));
  await alice.call("consumer.create", named({ config: consumer }));
  return alice;
}

function texts(messages: readonly StoredMessage[]): (string | undefined)[] {
  return messages.map(({ data }) => text(data));
}

/** JSON that has to be a mapping. */
export function mapping(value: Json): Record<string, Json> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value));
  }
  throw new TypeError(`Expected a mapping, got ${JSON.stringify(value)}`);
}
