// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { Cache } from "../lib/app/mod.ts";
import type { CacheCost } from "./app_result.ts";
import { quantile } from "./measure.ts";

const keys = 1000;
const passes = 100;

/** Takes the time of hits: the median of `rounds`, of which the first do not count. */
export async function measureCache(rounds: number): Promise<CacheCost> {
  const cache = new Cache({ ttlMs: 3_600_000 });
  const names = Array.from({ length: keys }, (_, index) => `key ${index}`);
  for (const name of names) cache.set(name, { name });
  const gets: number[] = [];
  const computes: number[] = [];
  for (let round = -3; round < rounds; round++) {
    const start = performance.now();
    for (let pass = 0; pass < passes; pass++) for (const name of names) cache.get(name);
    const middle = performance.now();
    for (let pass = 0; pass < passes; pass++) {
      for (const name of names) await cache.getOrCompute(name, miss);
    }
    const end = performance.now();
    if (round < 0) continue;
    gets.push(middle - start);
    computes.push(end - middle);
  }
  const perCall = (times: readonly number[]) => quantile(times, 0.5) * 1e6 / (keys * passes);
  return { getNs: perCall(gets), getOrComputeNs: perCall(computes) };
}

function miss(): never {
  throw new Error("The key is not in the cache");
}
