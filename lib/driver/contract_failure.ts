// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import type { Trial } from "./contract_stage.ts";
import { bytes, openStage, patienceMs, Player } from "./contract_stage.ts";
import { DriverError } from "./error.ts";

/** How operations of core NATS fail. */
export function failureContract(trial: Trial): void {
  const { name, makeDriver } = trial;
  const { features } = makeDriver();

  Deno.test(`${name} refuses bad subjects and payloads that are too large`, async () => {
    await using stage = await openStage(trial, { config: "max_payload: 1KB" });
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
    await using stage = await openStage(trial, {
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
    await using stage = await openStage(trial, { config: "authorization { token: t }" });
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

  if (features.has("pending-limits")) {
    Deno.test(`${name} drops what a subscription cannot hold, and says so once`, async () => {
      await using stage = await openStage(trial);
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
