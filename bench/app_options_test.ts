// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { parseAppOptions } from "./app_options.ts";

Deno.test("parseAppOptions() has defaults, and quick ones", () => {
  const plain = { rounds: 21, batchMs: 250, write: false, check: false };
  assertEquals(parseAppOptions([]), plain);
  assertEquals(parseAppOptions(["--quick", "--write"]), {
    rounds: 5,
    batchMs: 100,
    write: true,
    check: false,
  });
  assertEquals(parseAppOptions(["--rounds", "3", "--check"]), { ...plain, rounds: 3, check: true });
});

Deno.test("parseAppOptions() refuses what it does not know", () => {
  assertThrows(() => parseAppOptions(["--fast"]), RangeError, "'--fast' is unknown");
  assertThrows(() => parseAppOptions(["--rounds", "0"]), RangeError, "must be a count from 1");
});
