// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Encrypted connections, as every driver makes them. @module */

import { assertEquals } from "@std/assert";
import type { Json } from "../scenario/types.ts";
import { openStage, Player, type Stage, type Trial } from "./contract_stage.ts";

/** An actor whose connecting has to fail with `connection`. */
async function isRefused(trial: Trial, { server }: Stage, tls: Json): Promise<void> {
  await using player = new Player(trial.makeDriver(), [server.url], { tls });
  await player.fails("connection", "connect", {});
}

/** Registers the tests. */
export function tlsContract(trial: Trial): void {
  const { name, makeDriver } = trial;
  const { features } = makeDriver();

  Deno.test(`${name} connects with TLS to whom it trusts, and comes back`, async () => {
    await using stage = await openStage(trial, { tls: true });
    const { caFile = "" } = stage.server.tls ?? {};
    const alice = await stage.enter({ tls: { caFile }, reconnectTimeWait: 1 });
    await alice.call("subscribe", { id: "s", subject: "a" });
    await stage.server.stop();
    await alice.status("disconnect");
    await stage.server.start();
    await alice.status("reconnect");
    await alice.say("a", "sealed");
    assertEquals(await alice.hear("s"), "sealed");
    await isRefused(trial, stage, {});
  });

  if (!features.has("mutual-tls")) return;
  Deno.test(`${name} shows its certificate where it has one`, async () => {
    await using stage = await openStage(trial, {
      tls: "mutual",
      websocket: features.has("websocket"),
    });
    const { caFile = "", certFile = "", keyFile = "" } = stage.server.tls ?? {};
    const { websocketUrl } = stage.server;
    const urls = websocketUrl === undefined ? [stage.server.url] : [stage.server.url, websocketUrl];
    for (const servers of urls) {
      const alice = await stage.enter({ servers, tls: { caFile, certFile, keyFile } });
      await alice.call("flush", {});
    }
    await isRefused(trial, stage, { caFile });
    await isRefused(trial, stage, { caFile, certFile, keyFile, serverName: "elsewhere.example" });
  });
}
