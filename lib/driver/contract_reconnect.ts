// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { Trial } from "./contract_stage.ts";
import { bytes, openStage, patienceMs } from "./contract_stage.ts";

const quick = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };

/** What holds over the loss of a connection. */
export function reconnectContract(trial: Trial): void {
  const { name, makeDriver } = trial;
  const { features } = makeDriver();

  Deno.test(`${name} reconnects, resubscribes, and sends what it kept`, async () => {
    await using stage = await openStage(trial);
    const alice = await stage.enter(quick);
    await alice.call("subscribe", { id: "s", subject: "a" });
    await stage.server.kill();
    await alice.status("disconnect");
    for (const words of ["1", "2"]) await alice.say("a", words);
    await alice.fails("connection", "flush", {});
    await stage.server.start();
    await alice.status("reconnect");
    await alice.say("a", "3");
    assertEquals(
      [await alice.hear("s"), await alice.hear("s"), await alice.hear("s")],
      ["1", "2", "3"],
    );
  });

  if (features.has("outbound-limit")) {
    Deno.test(`${name} refuses to keep more than pendingSize`, async () => {
      await using stage = await openStage(trial);
      const alice = await stage.enter({ ...quick, pendingSize: "1KiB" });
      await stage.server.kill();
      await alice.status("disconnect");
      const publish = { subject: "a", data: new Uint8Array(600) };
      await alice.call("publish", publish);
      await alice.fails("outbound-limit", "publish", publish);
    });
  }

  Deno.test(`${name} reports a lame duck, and the end of reconnecting`, async () => {
    await using stage = await openStage(trial);
    const alice = await stage.enter({ reconnectTimeWait: 1, maxReconnectAttempts: 1 });
    await stage.server.lameDuck();
    await alice.status("lame-duck");
    await stage.server.kill();
    assertEquals((await alice.status("close")).failure?.code, "connection");
    await alice.fails("closed", "request", {
      subject: "a",
      data: bytes(""),
      timeoutMs: patienceMs,
    });
  });

  if (features.has("websocket")) {
    Deno.test(`${name} connects over WebSocket where the URL says so`, async () => {
      await using stage = await openStage(trial, { websocket: true });
      const alice = await stage.enter({ servers: stage.server.websocketUrl ?? "" });
      await alice.call("subscribe", { id: "s", subject: "a" });
      await alice.say("a", "over ws");
      assertEquals(await alice.hear("s"), "over ws");
      const { connections } = await stage.server.monitor("connz");
      assertEquals(JSON.stringify(connections).includes('"type":"websocket"'), true);
    });
  }
}
