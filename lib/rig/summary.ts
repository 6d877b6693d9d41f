// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Counting verdicts. @module */

import type { Summary } from "../report/types.ts";
import type { Verdict } from "../scenario/types.ts";

/** The counts of a suite's verdicts. */
export function summarize(
  verdicts: readonly Verdict[],
  suite: { readonly elapsed: number; readonly cancelled: boolean },
): Summary {
  const known = verdicts.filter((verdict) => verdict.knownFailing === true);
  const others = verdicts.filter((verdict) => verdict.knownFailing !== true);
  const count = (outcome: Verdict["outcome"]) =>
    others.filter((verdict) => verdict.outcome === outcome).length;
  return {
    passed: count("pass"),
    failed: count("fail") + count("error"),
    errors: count("error"),
    skipped: count("skip"),
    noisy: count("noisy"),
    knownFailing: known.length,
    elapsed: suite.elapsed,
    cancelled: suite.cancelled,
  };
}
