// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { Cache } from "./cache.ts";

function cacheAt(time: { now: number }, options = {}): Cache {
  return new Cache({ now: () => time.now, ...options });
}

Deno.test("Cache.get() gives a value for its time only", () => {
  const time = { now: 0 };
  const cache = cacheAt(time);
  cache.set("short", 1, { ttlMs: 10 });
  cache.set("long", 2, { ttlMs: 20 });
  time.now = 9;
  assertEquals([cache.get("short"), cache.get("long")], [1, 2]);
  time.now = 10;
  assertEquals([cache.get("short"), cache.get("long")], [undefined, 2]);
  time.now = 20;
  assertEquals(cache.get("long"), undefined);
  assertEquals(cache.stats(), {
    hits: 3,
    misses: 2,
    shared: 0,
    evictions: 0,
    entries: 0,
    bytes: 0,
  });
});

Deno.test("Cache.set() evicts the least recently used beyond maxEntries", () => {
  const cache = new Cache({ maxEntries: 2 });
  cache.set("a", 1);
  cache.set("b", 2);
  cache.get("a");
  cache.set("c", 3);
  assertEquals(["a", "b", "c"].map((key) => cache.get(key)), [1, undefined, 3]);
  assertEquals(cache.stats().evictions, 1);
});

Deno.test("Cache.set() evicts beyond maxBytes, and keeps nothing larger than that", () => {
  const cache = new Cache({ maxBytes: 100, sizeOf: Number });
  cache.set("a", 48);
  cache.set("b", 48);
  assertEquals(cache.stats().bytes, 100);
  cache.set("c", 1);
  assertEquals([cache.get("a"), cache.get("b"), cache.get("c")], [undefined, 48, 1]);
  cache.set("b", 99);
  assertEquals([cache.get("b"), cache.stats().entries, cache.stats().bytes], [undefined, 1, 3]);
});

Deno.test("Cache.getOrCompute() computes again when the time is over", async () => {
  const time = { now: 0 };
  const cache = cacheAt(time, { ttlMs: 5000 });
  const ask = () => cache.getOrCompute("key", () => time.now);
  assertEquals(await ask(), { value: 0, from: "computed" });
  time.now = 4999;
  assertEquals(await ask(), { value: 0, from: "cache" });
  time.now = 5000;
  assertEquals(await ask(), { value: 5000, from: "computed" });
});

Deno.test("Cache.clear() forgets everything", () => {
  const cache = new Cache();
  cache.set("a", 1);
  cache.clear();
  assertEquals([cache.get("a"), cache.stats().bytes], [undefined, 0]);
});

Deno.test("Cache refuses bounds and times that are not positive", () => {
  assertThrows(
    () => new Cache({ maxEntries: 0 }),
    RangeError,
    '"maxEntries" must be a whole number',
  );
  assertThrows(() => new Cache().set("a", 1, { ttlMs: NaN }), RangeError, '"ttlMs"');
});
