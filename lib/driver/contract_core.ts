// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import type { Trial } from "./contract_stage.ts";
import { bytes, openStage, patienceMs, text } from "./contract_stage.ts";
import { DriverError } from "./error.ts";

/** Core NATS: publish, subscribe, request, and the life of a client. */
export function coreContract(trial: Trial): void {
  const { name, makeDriver } = trial;
  const { features } = makeDriver();

  Deno.test(`${name} publishes and receives, and reports each arrival`, async () => {
    await using stage = await openStage(trial);
    const alice = await stage.enter();
    await alice.call("subscribe", { id: "s", subject: "a.*" });
    await alice.call("publish", { subject: "a.b", data: bytes("1"), reply: "answers" });
    await alice.call("publish", { subject: "b.c", data: bytes("2"), confirm: true });
    const message = await alice.call("next", { id: "s", timeoutMs: patienceMs });
    assertEquals([message.subject, message.reply, text(message.data)], ["a.b", "answers", "1"]);
    await alice.fails("timeout", "next", { id: "s", timeoutMs: 10 });
    const arrivals = alice.events.filter((event) => event.kind === "message");
    assertEquals(arrivals.map(({ id, message }) => [id, message.subject]), [["s", "a.b"]]);
    assertEquals(arrivals[0]?.message.at, message.at);
  });

  if (features.has("headers")) {
    Deno.test(`${name} carries headers both ways`, async () => {
      await using stage = await openStage(trial);
      const alice = await stage.enter();
      await alice.call("subscribe", { id: "s", subject: "a" });
      const headers = { One: ["1"], two: ["2", "3"] };
      await alice.call("publish", { subject: "a", data: bytes(""), headers });
      const message = await alice.call("next", { id: "s", timeoutMs: patienceMs });
      assertEquals(message.headers, headers);
    });
  }

  Deno.test(`${name} subscribes in queue groups, for a number of messages, and not any more`, async () => {
    await using stage = await openStage(trial);
    const alice = await stage.enter();
    await alice.call("subscribe", { id: "q1", subject: "q", queue: "g" });
    await alice.call("subscribe", { id: "q2", subject: "q", queue: "g" });
    await alice.call("subscribe", { id: "two", subject: "q", max: 2 });
    await alice.call("subscribe", { id: "none", subject: "q" });
    await alice.call("subscribe", { id: "one", subject: "q" });
    await alice.call("unsubscribe", { id: "none" });
    await alice.call("unsubscribe", { id: "one", max: 1 });
    for (const words of ["1", "2", "3", "4"]) await alice.say("q", words);
    const counts: { [id: string]: number } = {};
    for (const event of alice.events) {
      if (event.kind === "message") counts[event.id] = (counts[event.id] ?? 0) + 1;
    }
    const { q1 = 0, q2 = 0, ...rest } = counts;
    assertEquals([q1 + q2, rest], [4, { two: 2, one: 1 }]);
    assertEquals([await alice.hear("two"), await alice.hear("two")], ["1", "2"]);
    await alice.fails("closed", "next", { id: "two", timeoutMs: patienceMs });
    await alice.fails("closed", "next", { id: "none", timeoutMs: patienceMs });
  });

  Deno.test(`${name} requests one reply and several`, async () => {
    await using stage = await openStage(trial);
    const alice = await stage.enter();
    const bob = await stage.enter();
    await bob.call("subscribe", { id: "s", subject: "who" });
    const ask = (replies?: number) =>
      alice.call("request", {
        subject: "who",
        data: bytes("?"),
        timeoutMs: patienceMs,
        ...(replies === undefined ? {} : { replies }),
      });
    for (const count of [1, 3]) {
      const asked = ask(count === 1 ? undefined : count);
      const { reply = "", data } = await bob.call("next", { id: "s", timeoutMs: patienceMs });
      assertEquals(text(data), "?");
      for (let i = 0; i < count; i++) await bob.say(reply, `bob ${i}`);
      const texts = (await asked).map((it) => text(it.data));
      assertEquals(texts, ["bob 0", "bob 1", "bob 2"].slice(0, count));
    }
    for (const limit of [{ stallMs: 1000 }, { sentinel: true } as const]) {
      const question = { subject: "who", data: bytes("?"), timeoutMs: patienceMs, ...limit };
      const asked = alice.call("request", question);
      const { reply = "" } = await bob.call("next", { id: "s", timeoutMs: patienceMs });
      for (const answer of ["first", "second"]) await bob.say(reply, answer);
      if (limit.sentinel) await bob.say(reply, "");
      assertEquals((await asked).map((it) => text(it.data)), ["first", "second"]);
    }
    const late = { subject: "who", data: bytes(""), timeoutMs: 20 };
    await alice.fails("timeout", "request", late);
    await alice.fails("timeout", "request", { ...late, replies: 2 });
    await alice.fails("no-responders", "request", {
      ...late,
      subject: "no.one",
      timeoutMs: patienceMs,
    });
  });

  Deno.test(`${name} closes, drains, and connects again`, async () => {
    await using stage = await openStage(trial);
    const alice = await stage.enter();
    assertEquals((await alice.status("connect")).kind, "status");
    await alice.call("subscribe", { id: "s", subject: "a" });
    for (const words of ["1", "2"]) await alice.say("a", words);
    await alice.call("drain", {});
    assertEquals([await alice.hear("s"), await alice.hear("s")], ["1", "2"]);
    await alice.fails("closed", "next", { id: "s", timeoutMs: patienceMs });
    await alice.fails("closed", "publish", { subject: "a", data: bytes("") });
    await alice.fails("closed", "flush", {});
    await alice.call("connect", {});
    await alice.call("subscribe", { id: "s", subject: "a" });
    const waiting = alice.fails("closed", "next", { id: "s", timeoutMs: patienceMs });
    await alice.call("close", {});
    await waiting;
    const kinds = alice.events.flatMap((event) => event.kind === "status" ? [event.status] : []);
    assertEquals(kinds, ["connect", "close", "connect", "close"]);
  });

  Deno.test(`${name} ends waits by their signal`, async () => {
    await using stage = await openStage(trial);
    const alice = await stage.enter();
    await alice.call("subscribe", { id: "s", subject: "a" });
    const stop = new AbortController();
    const waits = [
      alice.call("next", { id: "s", timeoutMs: patienceMs }, stop.signal),
      alice.call("request", { subject: "a", data: bytes(""), timeoutMs: patienceMs }, stop.signal),
    ];
    stop.abort(new Error("enough"));
    for (const wait of waits) await assertRejects(() => wait, DriverError, "enough");
    await assertRejects(() => alice.call("flush", {}, stop.signal), DriverError, "enough");
  });

  Deno.test(`${name} leaves no connection when it is disposed of`, async () => {
    await using stage = await openStage(trial);
    const alice = await stage.enter();
    await alice.call("subscribe", { id: "s", subject: "a" });
    const waiting = alice.fails("closed", "next", { id: "s", timeoutMs: patienceMs });
    await alice[Symbol.asyncDispose]();
    await waiting;
    await using bob = await stage.enter();
    await bob.call("flush", {});
    assertEquals((await stage.server.monitor("varz")).connections, 1);
  });
}
