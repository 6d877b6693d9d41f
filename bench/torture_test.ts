// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import { findFaults } from "./torture_check.ts";
import { torture } from "./torture_run.ts";

Deno.test("torture() finds each number once, in order, whatever was killed", async () => {
  const { faults, stored, serverKills, processKills } = await torture({
    messages: 2000,
    kills: 5,
    seed: 4,
  });
  assertEquals({ faults, stored, serverKills, processKills }, {
    faults: [],
    stored: 2000,
    serverKills: 5,
    processKills: 5,
  });
});

Deno.test("findFaults() finds what is missing, doubled or out of order", () => {
  const stored = [["a", 0], ["b", 1], ["a", 4], ["a", 2], ["b", 1]] as const;
  const faults = findFaults(stored.map(([subject, number]) => ({ subject, number })), 5);
  assertEquals(faults, ["2 comes behind 4 on a", "1 is stored twice", "3 is missing"]);
});
