// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertObjectMatch, assertRejects } from "@std/assert";
import type { Trial } from "./contract_stage.ts";
import { bytes, openStage, patienceMs, text } from "./contract_stage.ts";
import { mapping } from "./contract_stream.ts";
import { DriverError } from "./error.ts";
import type { KeyEntry } from "./types.ts";

const bucket = "settings";

/** Key-value buckets. */
export function keyContract(trial: Trial): void {
  const { name } = trial;
  const open = () => openStage(trial, { jetstream: true });

  Deno.test(`${name} creates a key-value bucket, and updates it`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    const config = { history: 3, ttl: 60_000_000_000, storage: "memory", max_value_size: 100 };
    assertObjectMatch(mapping(await alice.call("kv.bucket", { bucket, config })), {
      config: {
        name: "KV_settings",
        max_msgs_per_subject: 3,
        max_age: 60_000_000_000,
        storage: "memory",
        max_msg_size: 100,
      },
    });
    const update = { bucket, config: { history: 5, compression: true } };
    assertObjectMatch(mapping(await alice.call("kv.bucket", update)), {
      config: { max_msgs_per_subject: 5, max_age: 60_000_000_000, compression: "s2" },
    });
    const shorter = { bucket, config: { ttl: 5_000_000_000 } };
    assertObjectMatch(mapping(await alice.call("kv.bucket", shorter)), {
      config: { max_msgs_per_subject: 5, max_age: 5_000_000_000 },
    });
    const wrong = { bucket, config: { hystory: 5 } };
    await assertRejects(() => alice.call("kv.bucket", wrong), DriverError, '"hystory"');
  });

  Deno.test(`${name} puts, creates, updates, gets, deletes and purges keys`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    await alice.call("kv.bucket", { bucket, config: { history: 5 } });
    const at = { bucket, key: "a.b" };
    assertEquals(await alice.call("kv.get", at), null);
    assertEquals(await alice.call("kv.create", { ...at, data: bytes("1") }), 1);
    await alice.fails("js:10071", "kv.create", { ...at, data: bytes("x") });
    assertEquals(await alice.call("kv.put", { ...at, data: bytes("2") }), 2);
    await alice.fails("js:10071", "kv.update", { ...at, data: bytes("x"), revision: 1 });
    assertEquals(await alice.call("kv.update", { ...at, data: bytes("3"), revision: 2 }), 3);
    assertEquals(await alice.call("kv.get", at), {
      key: "a.b",
      data: bytes("3"),
      revision: 3,
      operation: "PUT",
    });
    assertEquals(text((await alice.call("kv.get", { ...at, revision: 1 }))?.data ?? null), "1");
    await alice.fails("js:10071", "kv.delete", { ...at, revision: 1 });
    await alice.call("kv.delete", at);
    assertEquals((await alice.call("kv.get", at))?.operation, "DEL");
    assertEquals(summary(await alice.call("kv.history", at)), [
      "PUT 1",
      "PUT 2",
      "PUT 3",
      "DEL ",
    ]);
    await alice.call("kv.purge", at);
    assertEquals(summary(await alice.call("kv.history", at)), ["PURGE "]);
  });

  Deno.test(`${name} lists keys and watches them`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    await alice.call("kv.bucket", { bucket, config: {} });
    assertEquals(await alice.call("kv.keys", { bucket }), []);
    for (const key of ["b.2", "a.1", "b.1", "gone"]) {
      await alice.call("kv.put", { bucket, key, data: bytes(key) });
    }
    await alice.call("kv.delete", { bucket, key: "gone" });
    assertEquals(await alice.call("kv.keys", { bucket }), ["a.1", "b.1", "b.2"]);
    assertEquals(await alice.call("kv.keys", { bucket, filter: "b.*" }), ["b.1", "b.2"]);
    const watch = { bucket, key: "b.*", timeoutMs: patienceMs };
    const present = await alice.call("kv.watch", { ...watch, count: 2 });
    assertEquals(summary(present), ["PUT b.2", "PUT b.1"]);
    const changes = alice.call("kv.watch", { ...watch, count: 3 });
    await alice.call("kv.put", { bucket, key: "b.3", data: bytes("new") });
    assertEquals(summary(await changes), ["PUT b.2", "PUT b.1", "PUT new"]);
    const late = await alice.call("kv.watch", { ...watch, key: "none", count: 1, timeoutMs: 20 });
    assertEquals(late, []);
  });

  Deno.test(`${name} says that there is no such bucket`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    const at = { bucket: "none", key: "a" };
    await alice.fails("stream-not-found", "kv.get", at);
    await alice.fails("stream-not-found", "kv.put", { ...at, data: bytes("") });
    await alice.fails("stream-not-found", "kv.keys", at);
  });
}

function summary(entries: readonly KeyEntry[]): readonly string[] {
  return entries.map(({ operation, data }) => `${operation} ${text(data)}`);
}
