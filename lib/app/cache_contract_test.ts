// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What every cache has to do, wherever it keeps its values. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { EchoRequestSchema } from "../../proto/mod.ts";
import { connect } from "../client/mod.ts";
import { startServer } from "../server/mod.ts";
import { Cache } from "./cache.ts";
import { openKvCache } from "./open_kv_cache.ts";
import type { ValueCache } from "./value_cache.ts";

type Open = (ttlMs: number, use: (cache: ValueCache) => Promise<void>) => Promise<void>;

const openers: { readonly [name: string]: Open } = {
  Cache: (ttlMs, use) => use(new Cache({ ttlMs })),
  KvCache: async (ttlMs, use) => {
    await using server = await startServer({ jetstream: true });
    await using client = await connect({ servers: server.url });
    await use(await openKvCache(client, { bucket: "contract", ttlMs }));
  },
};

for (const [name, open] of Object.entries(openers)) {
  Deno.test(`${name} gives what it was given, until it is to forget`, () =>
    open(60_000, async (cache) => {
      assertEquals(await cache.get("a key"), undefined);
      await cache.set("a key", { list: [1, null] });
      await cache.set("other", 0);
      assertEquals([await cache.get("a key"), await cache.get("other")], [{ list: [1, null] }, 0]);
      await cache.set("other", "new");
      await cache.delete("a key");
      assertEquals([await cache.get("a key"), await cache.get("other")], [undefined, "new"]);
      const { hits, misses, shared } = cache.stats();
      assertEquals({ hits, misses, shared }, { hits: 3, misses: 2, shared: 0 });
    }));

  Deno.test(`${name} gives a value for its time only`, () =>
    open(400, async (cache) => {
      const start = performance.now();
      await cache.set("a", 1);
      let reads = 0;
      while (await cache.get("a") !== undefined) {
        assert(++reads < 100_000);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert(performance.now() - start >= 399);
    }));

  Deno.test(`${name} computes once for calls at the same time`, () =>
    open(60_000, async (cache) => {
      let computations = 0;
      const { promise, resolve } = Promise.withResolvers<string>();
      const compute = (): Promise<string> => {
        computations++;
        return promise;
      };
      const calls = [1, 2, 3].map(() => cache.getOrCompute("key", compute));
      resolve("value");
      assertEquals(await Promise.all(calls), [
        { value: "value", from: "computed" },
        { value: "value", from: "shared" },
        { value: "value", from: "shared" },
      ]);
      const again = [1, 2].map(() => cache.getOrCompute("key", compute));
      for (const call of await Promise.all(again)) {
        assertEquals(call, { value: "value", from: "cache" });
      }
      const { hits, misses, shared } = cache.stats();
      assertEquals({ hits, misses, shared, computations }, {
        hits: 2,
        misses: 3,
        shared: 2,
        computations: 1,
      });
    }));

  Deno.test(`${name} fails all calls that share a computation, and keeps nothing`, () =>
    open(60_000, async (cache) => {
      const broken = (): string => {
        throw new TypeError("broken");
      };
      const calls = [1, 2].map(() => cache.getOrCompute("key", broken));
      const failures = calls.map((call) => assertRejects(() => call, TypeError, "broken"));
      await Promise.all(failures);
      const mended = await cache.getOrCompute("key", () => "mended");
      assertEquals(mended, { value: "mended", from: "computed" });
    }));

  Deno.test(`${name} keeps no computation of a key that was deleted or set meanwhile`, () =>
    open(60_000, async (cache) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const calls = ["gone", "replaced"].map((key, index) =>
        cache.getOrCompute(key, () => {
          begun[index]?.resolve();
          return promise;
        })
      );
      await Promise.all(begun.map((one) => one.promise));
      await cache.delete("gone");
      await cache.set("replaced", "new");
      resolve("old");
      assertEquals((await Promise.all(calls)).map(({ value }) => value), ["old", "old"]);
      assertEquals([await cache.get("gone"), await cache.get("replaced")], [undefined, "new"]);
    }));

  Deno.test(`${name} keeps messages of a type`, () =>
    open(60_000, async (cache) => {
      const type = EchoRequestSchema;
      const ask = async (message: string): Promise<readonly string[]> => {
        const { value, from } = await cache.getOrCompute("key", () => ({ message }), { type });
        return [value.message, from];
      };
      assertEquals(await ask("one"), ["one", "computed"]);
      assertEquals(await ask("two"), ["one", "cache"]);
    }));

  Deno.test(`${name} refuses a time that is none`, () =>
    open(60_000, async (cache) => {
      const refusal = 'Cannot cache as "ttlMs" must be more than 0: current value is NaN';
      await assertRejects(async () => await cache.set("a", 1, { ttlMs: NaN }), RangeError, refusal);
      const compute = () => cache.getOrCompute("a", () => 1, { ttlMs: NaN });
      await assertRejects(compute, RangeError, refusal);
      assertEquals(await cache.get("a"), undefined);
    }));
}
