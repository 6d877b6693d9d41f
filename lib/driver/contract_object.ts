// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertObjectMatch } from "@std/assert";
import type { Trial } from "./contract_stage.ts";
import { bytes, openStage } from "./contract_stage.ts";
import { mapping } from "./contract_stream.ts";

const bucket = "files";

/** Object buckets. */
export function objectContract(trial: Trial): void {
  const { name } = trial;
  const open = () => openStage(trial, { jetstream: true });

  Deno.test(`${name} creates an object bucket, and updates it`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    const config = { storage: "memory", description: "pictures" };
    assertObjectMatch(mapping(await alice.call("object.bucket", { bucket, config })), {
      config: { name: "OBJ_files", storage: "memory", description: "pictures" },
    });
    const update = { bucket, config: { description: "all" } };
    assertObjectMatch(mapping(await alice.call("object.bucket", update)), {
      config: { storage: "memory", description: "all" },
    });
  });

  Deno.test(`${name} puts, gets, lists, shows and deletes objects`, async () => {
    await using stage = await open();
    const alice = await stage.enter();
    await alice.call("object.bucket", { bucket, config: {} });
    assertEquals(await alice.call("object.list", { bucket }), []);
    const at = { bucket, key: "a picture.png" };
    assertEquals(await alice.call("object.get", at), null);
    assertEquals(await alice.call("object.info", at), null);
    const data = new Uint8Array(300_000).fill(7);
    const entry = await alice.call("object.put", { ...at, data });
    assertEquals([entry.name, entry.size, entry.chunks, entry.deleted], [
      "a picture.png",
      300_000,
      3,
      false,
    ]);
    assertEquals(await alice.call("object.get", at), data);
    assertEquals(await alice.call("object.info", at), entry);
    await alice.call("object.put", { bucket, key: "empty", data: bytes("") });
    assertEquals(await alice.call("object.get", { bucket, key: "empty" }), bytes(""));
    const names = (await alice.call("object.list", { bucket })).map(({ name }) => name);
    assertEquals(names, ["a picture.png", "empty"]);
    await alice.call("object.delete", at);
    assertEquals(await alice.call("object.get", at), null);
    assertEquals((await alice.call("object.info", at))?.deleted, true);
    await alice.fails("js:10037", "object.delete", { bucket, key: "none" });
    await alice.fails("stream-not-found", "object.get", { bucket: "none", key: "a" });
  });
}
