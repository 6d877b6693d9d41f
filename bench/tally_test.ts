// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals, assertThrows } from "@std/assert";
import { count, parseRound, renderTally } from "./tally.ts";

const verdict = (id: string, outcome: string, attempts = 1) => ({
  id,
  outcome,
  attempts,
  elapsed: 1500,
  problems: [],
});

const round = parseRound(JSON.stringify({
  version: 1,
  verdicts: [verdict("a", "pass"), verdict("b", "pass", 2), verdict("a", "noisy", 3)],
}));

Deno.test("parseRound() refuses what is no report", () => {
  assertThrows(() => parseRound(""), SyntaxError);
  assertThrows(() => parseRound('{"verdicts":[{"id":"a","outcome":"passed"}]}'));
});

Deno.test("count() counts outcomes and retries; what did not run has none", () => {
  assertEquals(count(round), { pass: 2, noisy: 1, fail: 0, error: 0, skip: 0, retries: 3 });
  const skipped = parseRound(JSON.stringify({ verdicts: [verdict("a", "skip", 0)] }));
  assertEquals(count(skipped), { pass: 0, noisy: 0, fail: 0, error: 0, skip: 1, retries: 0 });
});

Deno.test("renderTally() has a line per scenario, and the sum", () => {
  assertEquals(
    renderTally(round),
    [
      "scenario  pass  noisy  fail  error  skip  retries  longest\n",
      "a            1      1     0      0     0        2  1.50 s\n",
      "b            1      0     0      0     0        1  1.50 s\n",
      "all          2      1     0      0     0        3  1.50 s\n",
    ].join(""),
  );
});
