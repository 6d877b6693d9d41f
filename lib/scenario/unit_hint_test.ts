// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { durationHint, rangeHint, sizeHint } from "./unit_hint.ts";

Deno.test("durationHint() knows other ways to write a unit", () => {
  assertEquals(durationHint("5 sec"), "write `5s`");
  assertEquals(durationHint("1.5 Minutes"), "write `1.5m`");
  assertEquals(durationHint("20msec"), "write `20ms`");
  assertEquals(durationHint(30), "a number needs its unit: `30ms` or `30s`");
  assertEquals(durationHint("1s..2s"), "a range goes with `took: 1s..2s`");
  assertEquals(durationHint("soon"), undefined);
  assertEquals(durationHint(-5), undefined);
  assertEquals(durationHint(null), undefined);
});

Deno.test("rangeHint() tells what a single duration belongs to", () => {
  assertEquals(rangeHint("5s"), "`within: 5s` is a bound above, `after: 5s` one below");
  assertEquals(rangeHint("5"), undefined);
});

Deno.test("sizeHint() knows other ways to write a unit", () => {
  assertEquals(sizeHint("1MB"), "write `1MiB`: units are of 1024");
  assertEquals(sizeHint("64 k"), "write `64KiB`: units are of 1024");
  assertEquals(sizeHint("16"), "write `16B`");
  assertEquals(sizeHint(16), "a number needs its unit: `16B` or `16KiB`");
  assertEquals(sizeHint("large"), undefined);
  assertEquals(sizeHint("2GiB"), undefined);
});
