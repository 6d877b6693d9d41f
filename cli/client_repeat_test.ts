// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects } from "@std/assert";
import { repeat } from "./client_repeat.ts";

Deno.test("repeat() counts from 1", async () => {
  const seen: number[] = [];
  const never = new AbortController().signal;
  const count = await repeat({ count: 3, intervalMs: 0 }, never, (i) => {
    seen.push(i);
    return Promise.resolve();
  });
  assertEquals([count, seen], [3, [1, 2, 3]]);
});

Deno.test("repeat() counts its times from the first, so that delays do not add up", async () => {
  const start = performance.now();
  const never = new AbortController().signal;
  const times: number[] = [];
  await repeat({ count: 4, intervalMs: 60 }, never, async () => {
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  // None is early; that none is late cannot be told on a busy machine.
  assertEquals(times.map((time, i) => time >= i * 60 - 1), [true, true, true, true]);
});

Deno.test("repeat() ends at an abort: in a pause, and where the act gives up", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const paused = repeat({ count: 2, intervalMs: 3_600_000 }, signal, () => {
    setTimeout(() => controller.abort(new Error("stop")), 5);
    return Promise.resolve();
  });
  assertEquals(await paused, 1);
  assertEquals(await repeat({ count: 2, intervalMs: 0 }, signal, () => Promise.resolve()), 0);
  const second = new AbortController();
  const given = repeat({ count: 5, intervalMs: 0 }, second.signal, (i) => {
    if (i === 2) second.abort(new Error("stop"));
    return i === 2 ? Promise.reject(second.signal.reason) : Promise.resolve();
  });
  assertEquals(await given, 1);
});

Deno.test("repeat() hands on what the act throws", async () => {
  const never = new AbortController().signal;
  const failing = () =>
    repeat({ count: 2, intervalMs: 0 }, never, () => Promise.reject(new Error("no")));
  await assertRejects(failing, Error, "no");
});

Deno.test("repeat() lets others run while there is no pause", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  const count = await repeat(
    { count: Number.MAX_SAFE_INTEGER, intervalMs: 0 },
    controller.signal,
    () => Promise.resolve(),
  );
  assertEquals(count > 0, true);
});
