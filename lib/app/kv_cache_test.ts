// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { type Client, ClientError, connect } from "../client/mod.ts";
import { findServer, type Server, startServer, versionSatisfies } from "../server/mod.ts";
import type { KvCache } from "./kv_cache.ts";
import { openKvCache } from "./open_kv_cache.ts";

interface Stage {
  readonly server: Server;
  readonly client: Client;
  readonly lines: string[];
  open(options?: Partial<Parameters<typeof openKvCache>[1]>): Promise<KvCache>;
}

async function onStage(act: (stage: Stage) => Promise<void>, binary?: string): Promise<void> {
  await using server = await startServer({
    jetstream: true,
    ...binary !== undefined && { binary },
  });
  const reconnect = { reconnectTimeWait: 20, maxReconnectAttempts: -1 };
  await using client = await connect({ servers: server.url, ...reconnect });
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const open: Stage["open"] = (options) => openKvCache(client, { bucket: "b", log, ...options });
  await act({ server, client, lines, open });
}

Deno.test("openKvCache() gives the values that another one of the bucket keeps", () =>
  onStage(async ({ open, server, lines }) => {
    await using client = await connect({ servers: server.url });
    const one = await open();
    const other = await openKvCache(client, { bucket: "b" });
    assertEquals(await one.getOrCompute("a key.*", () => 1), { value: 1, from: "computed" });
    assertEquals(await other.getOrCompute("a key.*", () => 2), { value: 1, from: "cache" });
    await other.delete("a key.*");
    assertEquals(await one.getOrCompute("a key.*", () => 3), { value: 3, from: "computed" });
    assertEquals(lines, []);
  }));

Deno.test("openKvCache() takes a bucket as it is, also one that two create at once", () =>
  onStage(async ({ open, client }) => {
    await Promise.all([open({ ttlMs: 5000 }), open({ ttlMs: 6000 })]);
    const { streams } = await jetstreamManager(client.connection);
    const before = (await streams.info("KV_b")).config;
    assertEquals([5e9, 6e9].includes(before.max_age), true);
    const cache = await open({ ttlMs: 100 });
    await cache.set("a", 1);
    assertEquals((await streams.info("KV_b")).config, before);
    assertEquals(await cache.get("a"), 1);
  }));

Deno.test("KvCache drops the oldest entries of a bucket that is full", () =>
  onStage(async ({ open, lines }) => {
    const cache = await open({ maxBytes: 3000 });
    for (const key of ["a", "b", "c"]) await cache.set(key, key.repeat(1300));
    assertEquals(await cache.get("a"), undefined);
    assertEquals(await cache.get("c"), "c".repeat(1300));
    assertEquals(lines, []);
  }));

const { version } = await findServer();

Deno.test({
  name: "KvCache gives an entry a time of its own, in whole seconds",
  ignore: !versionSatisfies(version, ">=2.11"),
  fn: () =>
    onStage(async ({ open, client, lines }) => {
      const cache = await open();
      const start = performance.now();
      await cache.set("short", 1, { ttlMs: 300 });
      await cache.set("long", 2);
      const { streams } = await jetstreamManager(client.connection);
      const stored = await streams.getMessage("KV_b", { last_by_subj: "$KV.b.short" });
      assertEquals(stored?.header.get("Nats-TTL"), "1s");
      while (await cache.get("short") !== undefined) {
        assert(performance.now() - start < 60_000);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert(performance.now() - start >= 999);
      assertEquals([await cache.get("long"), lines], [2, []]);
    }),
});

Deno.test("KvCache says that an entry of a bucket has no time of its own", () =>
  onStage(async ({ open, client, lines }) => {
    // As older servers make each of them.
    await new Kvm(client.connection).create("b", { ttl: 60_000 });
    const cache = await open();
    await cache.set("a", 1);
    await cache.set("b", 1, { ttlMs: 300 });
    assertEquals([await cache.get("a"), await cache.get("b")], [1, undefined]);
    assertEquals(lines, [
      "cache b: Cannot keep an entry for 300 ms: those of the bucket live for 60000 ms, and it has " +
      "no times of their own; that takes a server from 2.11 when the bucket is created",
    ]);
  }));

Deno.test("KvCache computes while the server is away, tells it, and finds its values again", () =>
  onStage(async ({ open, server, client, lines }) => {
    const cache = await open();
    await cache.set("a", 1);
    const gone = Promise.withResolvers<void>();
    const back = Promise.withResolvers<void>();
    client.onStatus(({ status }) => {
      if (status === "disconnect") gone.resolve();
      if (status === "reconnect") back.resolve();
    });
    await server.kill();
    await gone.promise;
    assertEquals(await cache.getOrCompute("a", () => 2), { value: 2, from: "computed" });
    assertEquals(await cache.get("a"), undefined);
    const refusal = await assertRejects(() => cache.delete("a"), ClientError);
    assertEquals(refusal.code, "connection");
    assertEquals(cache.stats(), { hits: 0, misses: 2, shared: 0, failures: 3 });
    assertEquals(lines, ['cache b: Cannot find "a": not connected']);
    await server.start();
    await back.promise;
    assertEquals(await cache.get("a"), 1);
  }));

Deno.test("KvCache computes where the server does not answer in time", () =>
  onStage(async ({ open, server, lines }) => {
    const cache = await open({ timeoutMs: 100 });
    await cache.set("a", 1);
    await server.pause();
    assertEquals(await cache.getOrCompute("a", () => 2), { value: 2, from: "computed" });
    await server.resume();
    assertEquals(cache.stats().failures, 2);
    assertMatch(lines[0] ?? "", /^cache b: Cannot find "a": no answer came in time/);
  }));

Deno.test("KvCache computes where the bucket is gone", () =>
  onStage(async ({ open, client, lines }) => {
    const cache = await open();
    const { streams } = await jetstreamManager(client.connection);
    await streams.delete("KV_b");
    assertEquals(await cache.getOrCompute("a", () => 2), { value: 2, from: "computed" });
    assertEquals(cache.stats().failures, 2);
    assertMatch(lines[0] ?? "", /^cache b: Cannot find "a": /);
  }));

Deno.test("KvCache takes a value that it cannot decode or encode for a failure of its own", () =>
  onStage(async ({ open, client, lines }) => {
    const cache = await open();
    await jetstream(client.connection).publish("$KV.b.a", "no JSON");
    assertEquals(await cache.getOrCompute("a", () => 2), { value: 2, from: "computed" });
    assertEquals(await cache.get("a"), 2);
    const strange = await cache.getOrCompute("b", () => 5n);
    assertEquals(strange, { value: 5n, from: "computed" });
    assertEquals(cache.stats().failures, 2);
    assertMatch(lines[0] ?? "", /^cache b: Cannot find "a": Cannot decode 7 B as json/);
  }));

Deno.test("openKvCache() refuses bounds and names, and says where there is no JetStream", async () => {
  await using server = await startServer();
  await using client = await connect({ servers: server.url });
  const open = (options: object) => () => openKvCache(client, { bucket: "b", ...options });
  await assertRejects(open({ bucket: "a.b" }), RangeError, '"bucket" must be letters');
  await assertRejects(open({ ttlMs: 99 }), RangeError, '"ttlMs" must be 100 or more');
  await assertRejects(open({ timeoutMs: 0 }), RangeError, '"timeoutMs" must be more than 0');
  await assertRejects(open({ maxBytes: 1.5 }), RangeError, '"maxBytes" must be a whole number');
  const error = await assertRejects(
    open({}),
    ClientError,
    'Cannot open the bucket "b": JetStream does not answer',
  );
  assertEquals(error.code, "no-responders");
});
