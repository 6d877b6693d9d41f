// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { measureInterference, measureLoop } from "./interference.ts";

/** Keeps the event loop from turning, for a time by the same clock. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

Deno.test("measureLoop() sees that the event loop stood still", async () => {
  const end = measureLoop();
  await new Promise((resolve) => setTimeout(resolve, 1));
  block(40);
  assertGreaterOrEqual(end(), 30);
});

Deno.test("measureInterference() gives milliseconds, also where a process has gone", async () => {
  const gone = new Deno.Command(Deno.execPath(), { args: ["--version"], stdout: "null" }).spawn();
  await gone.status;
  const end = measureInterference([gone.pid, Deno.pid]);
  block(1);
  const lag = end();
  assertEquals([Number.isFinite(lag), lag >= 0], [true, true]);
});

Deno.test({
  name: "measureInterference() sees threads that wait for a processor",
  // Elsewhere it measures the event loop, as the first test does.
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const busy = () => new Deno.Command("/bin/sh", { args: ["-c", "while :; do :; done"] }).spawn();
    const hogs = Array.from({ length: 2 * navigator.hardwareConcurrency }, busy);
    try {
      const end = measureInterference([]);
      // Two hogs a core: so much work cannot be had without waiting.
      block(300);
      assertGreaterOrEqual(end(), 1);
    } finally {
      for (const hog of hogs) hog.kill("SIGKILL");
      await Promise.all(hogs.map((hog) => hog.status));
    }
  },
});
