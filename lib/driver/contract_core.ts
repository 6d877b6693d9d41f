// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { bytes, openStage, patienceMs, Player, text } from "./contract_stage.ts";
import { DriverError } from "./error.ts";
import type { Driver } from "./types.ts";

/** Core NATS: publish, subscribe, request, and how they fail. */
export function coreContract(name: string, makeDriver: () => Driver): void {
  const { features } = makeDriver();

  Deno.test(`${name} publishes and receives, and reports each arrival`, async () => {
    await using stage = await openStage(makeDriver());
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
      await using stage = await openStage(makeDriver());
      const alice = await stage.enter();
      await alice.call("subscribe", { id: "s", subject: "a" });
      const headers = { One: ["1"], two: ["2", "3"] };
      await alice.call("publish", { subject: "a", data: bytes(""), headers });
      const message = await alice.call("next", { id: "s", timeoutMs: patienceMs });
      assertEquals(message.headers, headers);
    });
  }

  Deno.test(`${name} subscribes in queue groups, for a number of messages, and not any more`, async () => {
    await using stage = await openStage(makeDriver());
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
    await using stage = await openStage(makeDriver());
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
    const late = { subject: "who", data: bytes(""), timeoutMs: 20 };
    await alice.fails("timeout", "request", late);
    await alice.fails("timeout", "request", { ...late, replies: 2 });
    await alice.fails("no-responders", "request", {
      ...late,
      subject: "no.one",
      timeoutMs: patienceMs,
    });
  });

  Deno.test(`${name} refuses bad subjects and payloads that are too large`, async () => {
    await using stage = await openStage(makeDriver(), { config: "max_payload: 1KB" });
    const alice = await stage.enter();
    const data = bytes("");
    for (const subject of ["", "a b", "a..b", "a.*"]) {
      await alice.fails("invalid-subject", "publish", { subject, data });
      await alice.fails("invalid-subject", "request", { subject, data, timeoutMs: patienceMs });
    }
    await alice.fails("invalid-subject", "subscribe", { id: "x", subject: "a..b" });
    const large = new Uint8Array(1025);
    await alice.fails("max-payload", "publish", { subject: "a", data: large });
    await alice.fails("max-payload", "request", {
      subject: "a",
      data: large,
      timeoutMs: patienceMs,
    });
    await alice.call("flush", {});
  });

  Deno.test(`${name} tells what the server does not permit`, async () => {
    await using stage = await openStage(makeDriver(), {
      config: `authorization { users: [{ user: a, password: b, permissions: {
        publish: { deny: "no.>" }, subscribe: { deny: "no.>" } } }] }`,
    });
    const alice = await stage.enter({ user: "a", password: "b" });
    const [subject, data] = ["no.way", bytes("")];
    await alice.fails("permission", "publish", { subject, data, confirm: true });
    await alice.fails("permission", "subscribe", { id: "x", subject });
    await alice.fails("permission", "request", { subject, data, timeoutMs: patienceMs });
    await alice.say("yes");
    await alice.call("publish", { subject, data });
    await alice.fails("permission", "publish", { subject: "yes", data, confirm: true });
    await alice.say("yes");
    assertEquals((await alice.status("error")).failure?.code, "permission");
  });

  Deno.test(`${name} tells why it cannot connect`, async () => {
    await using stage = await openStage(makeDriver(), { config: "authorization { token: t }" });
    await assertRejects(() => stage.enter({ token: "wrong" }), DriverError, "Authorization");
    await using stranger = new Player(makeDriver(), [stage.server.url]);
    await stranger.fails("authentication", "connect", {});
    await stranger.fails("closed", "publish", { subject: "a", data: bytes("") });
    await using careless = new Player(makeDriver(), [stage.server.url], { tokn: "t" });
    await assertRejects(() => careless.call("connect", {}), DriverError, "did you mean 'token'?");
    await stage.server.stop();
    await using late = new Player(makeDriver(), [stage.server.url], { token: "t" });
    await late.fails("connection", "connect", {});
  });

  Deno.test(`${name} closes, drains, and connects again`, async () => {
    await using stage = await openStage(makeDriver());
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
    await using stage = await openStage(makeDriver());
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
    await using stage = await openStage(makeDriver());
    const alice = await stage.enter();
    await alice.call("subscribe", { id: "s", subject: "a" });
    const waiting = alice.fails("closed", "next", { id: "s", timeoutMs: patienceMs });
    await alice[Symbol.asyncDispose]();
    await waiting;
    await using bob = await stage.enter();
    await bob.call("flush", {});
    assertEquals((await stage.server.monitor("varz")).connections, 1);
  });

  if (features.has("pending-limits")) {
    Deno.test(`${name} drops what a subscription cannot hold, and says so once`, async () => {
      await using stage = await openStage(makeDriver());
      const alice = await stage.enter({ pendingMsgsLimit: 2 });
      await alice.call("subscribe", { id: "s", subject: "a" });
      for (const words of ["1", "2", "3", "4"]) await alice.say("a", words);
      assertEquals((await alice.status("error")).failure?.code, "slow-consumer");
      await alice.fails("slow-consumer", "next", { id: "s", timeoutMs: patienceMs });
      assertEquals([await alice.hear("s"), await alice.hear("s")], ["1", "2"]);
      await alice.fails("timeout", "next", { id: "s", timeoutMs: 10 });
    });
  }
}
