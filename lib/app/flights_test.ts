// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { Flights } from "./flights.ts";

Deno.test("Flights.run() keeps a value, and shares it until it is kept", async () => {
  const flights = new Flights();
  const kept: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = flights.run("key", () => 1, async (value) => {
    await promise;
    kept.push(value);
  });
  assertEquals(await flights.get("key"), 1);
  resolve();
  assertEquals([await run, kept, flights.get("key")], [1, [1], undefined]);
});

Deno.test("Flights.run() keeps nothing that was forgotten, or failed", async () => {
  const flights = new Flights();
  const kept: number[] = [];
  const keep = (value: number): void => void kept.push(value);
  const forgotten = flights.run("a", () => 1, keep);
  flights.forget("a");
  const cleared = flights.run("b", () => 2, keep);
  flights.clear();
  const failed = flights.run("c", () => Promise.reject(new Error("broken")), keep);
  await assertRejects(() => failed, Error, "broken");
  assertEquals([await forgotten, await cleared, kept], [1, 2, []]);
  assertEquals(flights.get("c"), undefined);
});

Deno.test("Flights.run() leaves a newer computation of its key alone", async () => {
  const flights = new Flights();
  const { promise, resolve } = Promise.withResolvers<number>();
  const first = flights.run("key", () => 1, () => {});
  flights.forget("key");
  const second = flights.run("key", () => promise, () => {});
  await first;
  assertEquals(flights.get("key") === undefined, false);
  resolve(2);
  assertEquals(await second, 2);
});
