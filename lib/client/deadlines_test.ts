// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assert, assertEquals } from "@std/assert";
import { Deadlines } from "./deadlines.ts";

/** Resolves with the milliseconds until it expires. */
function timed(deadlines: Deadlines, timeoutMs: number): Promise<number> {
  const start = performance.now();
  return new Promise((resolve) =>
    deadlines.add({ timeoutMs, expire: () => resolve(performance.now() - start) })
  );
}

Deno.test("Deadlines expires things when their time is over, never before", async () => {
  const deadlines = new Deadlines();
  const order: string[] = [];
  const lifted = { timeoutMs: 20, expire: () => void order.push("lifted") };
  deadlines.add(lifted);
  const first = timed(deadlines, 20).then((ms) => (order.push("first"), ms));
  const short = timed(deadlines, 5).then((ms) => (order.push("short"), ms));
  await new Promise((resolve) => setTimeout(resolve, 10));
  const second = timed(deadlines, 20).then((ms) => (order.push("second"), ms));
  deadlines.delete(lifted);
  const [a, b, c] = await Promise.all([first, short, second]);
  assertEquals(order, ["short", "first", "second"]);
  assert(a >= 20 && b >= 5 && c >= 20, `${[a, b, c]}`);
});

Deno.test("Deadlines.clear() lifts all limits and leaves no timer", () => {
  const deadlines = new Deadlines();
  const expire = () => assert(false, "it was cleared");
  deadlines.add({ timeoutMs: 1, expire });
  deadlines.add({ timeoutMs: 2, expire });
  deadlines.clear();
});
