// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { measure, quantile, renderTimes } from "./measure.ts";

const never = new AbortController().signal;

Deno.test("quantile() takes the nearest rank", () => {
  assertEquals([0, 0.1, 0.5, 0.9, 1].map((share) => quantile([40, 10, 30, 20], share)), [
    10,
    10,
    20,
    40,
    40,
  ]);
  assertThrows(() => quantile([], 0.5), RangeError, "no values");
});

Deno.test("measure() takes turns, and does not count the first round", async () => {
  const order: string[] = [];
  const subject = (name: string) => ({
    name,
    perform: () => Promise.resolve(order.push(name)),
  });
  const times = await measure([subject("a"), subject("b")], { runs: 2, signal: never });
  assertEquals(order, ["a", "b", "a", "b", "a", "b"]);
  assertEquals(times.map(({ name, values }) => [name, values.length]), [["a", 2], ["b", 2]]);
});

Deno.test("measure() stops when it is cancelled", async () => {
  const controller = new AbortController();
  const perform = () => Promise.resolve(controller.abort(new Error("enough")));
  await assertRejects(
    () => measure([{ name: "a", perform }], { runs: 2, signal: controller.signal }),
    Error,
    "enough",
  );
});

Deno.test("renderTimes() shows medians, ranges and ratios", () => {
  assertEquals(
    renderTimes([
      { name: "bare", values: [10, 20, 30] },
      { name: "rig", base: "bare", values: [25, 250, 30] },
    ]),
    [
      "       median          p10 .. p90  ratio\n",
      "bare  20.0 ms  10.0 ms .. 30.0 ms\n",
      "rig   30.0 ms   25.0 ms .. 250 ms  1.50 x bare\n",
    ].join(""),
  );
});
