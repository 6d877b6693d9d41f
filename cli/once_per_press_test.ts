// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { StopSignal } from "./io.ts";
import { echoMs, oncePerPress } from "./once_per_press.ts";

Deno.test("oncePerPress() passes a press on once, and the next one again", () => {
  const seen: StopSignal[] = [];
  let time = 1000;
  const press = oncePerPress((signal) => seen.push(signal), () => time);
  press("SIGINT");
  time += 2;
  press("SIGINT");
  time += echoMs - 1;
  press("SIGINT");
  assertEquals(seen, ["SIGINT"]);
  time += echoMs;
  press("SIGINT");
  assertEquals(seen, ["SIGINT", "SIGINT"]);
});

Deno.test("oncePerPress() takes another signal for itself", () => {
  const seen: StopSignal[] = [];
  const press = oncePerPress((signal) => seen.push(signal), () => 0);
  press("SIGINT");
  press("SIGTERM");
  assertEquals(seen, ["SIGINT", "SIGTERM"]);
});
