// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { countOption } from "./count_option.ts";

const runs = { name: "runs", preset: 30 };

Deno.test("countOption() reads the option, and has a preset", () => {
  assertEquals([[], ["--runs", "5"], ["--runs=7"]].map((args) => countOption(args, runs)), [
    30,
    5,
    7,
  ]);
});

Deno.test("countOption() refuses what is no count, and what it does not know", () => {
  for (const args of [["--runs", "0"], ["--runs", "x"], ["--runs", "1.5"], ["--runs"]]) {
    assertThrows(() => countOption(args, runs), RangeError, "must be a count from 1");
  }
  assertThrows(() => countOption(["--rnus", "5"], runs), RangeError, "there is --runs N");
  assertThrows(() => countOption(["5"], runs), RangeError, "'5' is unknown");
});
