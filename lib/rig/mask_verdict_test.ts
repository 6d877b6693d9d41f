// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { Verdict } from "../scenario/types.ts";
import { maskVerdict } from "./mask_verdict.ts";

const span = { file: "a/b.yaml", start: 0, end: 4 };
const verdict: Verdict = {
  id: "b",
  title: "A title",
  tags: [],
  file: "a/b.yaml",
  outcome: "pass",
  elapsed: 1,
  attempts: 1,
  problems: [{
    outcome: "fail",
    severity: "error",
    message: "what a pity",
    span,
    label: "got a",
    notes: ["value at $.a"],
  }],
  steps: [{
    id: "steps[0]",
    outcome: "pass",
    elapsed: 1,
    lag: 0,
    bounds: {},
    headline: 'publish "a"',
    runs: 1,
  }],
  output: "a\n",
};

Deno.test("maskVerdict() masks what is said, and none of the rig's own words", () => {
  assertEquals(maskVerdict(verdict, ["a"]), {
    ...verdict,
    title: "A title",
    problems: [{
      outcome: "fail",
      severity: "error",
      message: "wh****t **** pity",
      span,
      label: "got ****",
      notes: ["v****lue ****t $.****"],
    }],
    steps: [{
      id: "steps[0]",
      outcome: "pass",
      elapsed: 1,
      lag: 0,
      bounds: {},
      headline: 'publish "****"',
      runs: 1,
    }],
    output: "****\n",
  });
});

Deno.test("maskVerdict() changes nothing without secrets", () => {
  assertEquals(maskVerdict(verdict, []), verdict);
});
