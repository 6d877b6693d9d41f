// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { judgeInvariants } from "./invariant.ts";
import type { Invariant, RunEvent } from "./types.ts";

const span = { file: "a.yaml", start: 0, end: 1 };
const bytes = (text: string) => new TextEncoder().encode(text);

function publish(actor: string, text: string, subject = "x"): RunEvent {
  return { t: 1, actor, kind: "publish", subject, data: bytes(text), size: text.length };
}

function message(actor: string, text: string, delivery = "s1"): RunEvent {
  const data = bytes(text);
  return { t: 2, actor, kind: "message", subject: "x", delivery, data, size: data.length };
}

const listens: RunEvent = { t: 0, actor: "b", kind: "subscription", subject: "*", delivery: "s1" };

function labels(invariant: Invariant, events: readonly RunEvent[]): readonly unknown[] {
  return judgeInvariants([invariant], events).map(({ outcome, label }) => `${outcome}: ${label}`);
}

const once: Invariant = {
  kind: "delivered",
  from: "a",
  to: "b",
  quantity: "exactly-once",
  publisherOrder: true,
  span,
};

Deno.test("judgeInvariants() counts each message's arrivals", () => {
  const sent = [publish("a", "1"), publish("a", "2"), publish("a", "2")];
  const all = [message("b", "1"), message("b", "2"), message("b", "2")];
  assertEquals(labels(once, [listens, ...sent, ...all]), []);
  assertEquals(labels(once, [listens, ...sent, message("b", "1"), message("b", "2")]), [
    "fail: 1 message of 3 did not arrive",
  ]);
  assertEquals(labels(once, [listens, ...sent, ...all, message("b", "1")]), [
    "fail: 1 message arrived more than once",
  ]);
  const atLeast: Invariant = { ...once, quantity: "at-least-once" };
  assertEquals(labels(atLeast, [listens, ...sent, ...all, message("b", "1")]), []);
});

Deno.test("judgeInvariants() holds publishers to their order", () => {
  const sent = [publish("a", "1"), publish("a", "2")];
  assertEquals(labels(once, [listens, ...sent, message("b", "2"), message("b", "1")]), [
    "fail: messages did not arrive in publishing order",
  ]);
});

Deno.test("judgeInvariants() leaves out subjects that the receiver has not subscribed to", () => {
  const events = [
    listens,
    publish("a", "1"),
    publish("a", "2", "other.place"),
    message("b", "1"),
  ];
  assertEquals(labels(once, events), []);
});

Deno.test("judgeInvariants() refuses an invariant that bears on nothing", () => {
  assertEquals(labels(once, []), ["error: a published nothing"]);
  assertEquals(labels(once, [publish("a", "1")]), ["error: b subscribed to nothing"]);
  assertEquals(labels({ kind: "stored", stream: "S", span }, []), [
    "error: no message has an ack of S",
  ]);
  assertEquals(labels({ kind: "no-errors", actor: "a", span }, []), [
    "error: a has no connection event",
  ]);
});

Deno.test("judgeInvariants() finds acknowledged messages that are not stored, or twice", () => {
  const stored: Invariant = { kind: "stored", stream: "S", span };
  const ack = (seq: number, text: string): RunEvent => ({
    t: 1,
    kind: "ack",
    subject: "s",
    stream: "S",
    seq,
    duplicate: false,
    data: bytes(text),
  });
  const entry = (seq: number, text: string): RunEvent => ({
    t: 2,
    kind: "stored",
    stream: "S",
    seq,
    subject: "s",
    data: bytes(text),
  });
  assertEquals(labels(stored, [ack(1, "a"), entry(1, "a")]), []);
  assertEquals(labels(stored, [ack(1, "a"), ack(1, "a"), entry(1, "a")]), []);
  assertEquals(labels(stored, [ack(1, "a"), ack(2, "b"), entry(1, "a")]), [
    "fail: the message with the ack 2 is not in the stream",
  ]);
  assertEquals(labels(stored, [ack(1, "a"), entry(1, "a"), entry(2, "a")]), [
    "fail: a message is stored 2 times, with 1 ack",
  ]);
});

Deno.test("judgeInvariants() finds connection errors", () => {
  const quiet: Invariant = { kind: "no-errors", actor: "a", span };
  const connected: RunEvent = { t: 1, actor: "a", kind: "status", status: "connect" };
  const failed: RunEvent = {
    t: 12,
    actor: "a",
    kind: "status",
    status: "error",
    failure: { code: "permission", message: "not allowed" },
  };
  assertEquals(labels(quiet, [connected]), []);
  assertEquals(labels(quiet, [connected, failed]), ["fail: a saw an error at t=+12ms"]);
});

Deno.test("judgeInvariants() measures between the ends of named steps", () => {
  const end = (name: string, at: number): RunEvent => ({
    t: at,
    kind: "step-end",
    step: name,
    name,
    final: true,
    items: [],
    at,
    elapsed: 1,
    lag: 0,
  });
  const elapsed: Invariant = {
    kind: "elapsed",
    from: "one",
    to: "two",
    bounds: { min: 10, max: 20 },
    span,
  };
  assertEquals(labels(elapsed, [end("one", 5), end("two", 20)]), []);
  assertEquals(labels(elapsed, [end("one", 5), end("two", 55)]), [
    "fail: expected 10ms..20ms, took 50ms: 30ms too long",
  ]);
  assertEquals(labels(elapsed, [end("one", 5), end("two", 6)]), [
    "fail: expected 10ms..20ms, took 1ms: 9ms too short",
  ]);
});

Deno.test("judgeInvariants() leaves out what was published before anybody listened", () => {
  const late: RunEvent = { ...listens, t: 1.5 };
  const again: RunEvent = { ...publish("a", "2"), t: 1.7 };
  assertEquals(labels(once, [publish("a", "1"), late, again, message("b", "2")]), []);
  assertEquals(labels(once, [publish("a", "1"), late]), [
    "error: a published nothing that b listened to",
  ]);
});

Deno.test("judgeInvariants() holds for each subscription, and for a queue group as one", () => {
  const other: RunEvent = { ...listens, delivery: "s2" };
  const onOther = message("b", "1", "s2");
  const sent = publish("a", "1");
  assertEquals(labels(once, [listens, other, sent, message("b", "1"), onOther]), []);
  assertEquals(labels(once, [listens, other, sent, message("b", "1")]), [
    "fail: 1 message of 1 did not arrive",
  ]);
  // Two members of a group begin; what either of them gets counts for both.
  assertEquals(labels(once, [listens, listens, sent, message("b", "1")]), []);
});
