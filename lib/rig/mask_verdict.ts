// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { maskDeep } from "../scenario/mod.ts";
import type { Verdict } from "../scenario/types.ts";

/**
 * Masks what a verdict says. What it is found by, and the rig's own words such as outcomes, stay
 * as they are, however short a secret may be.
 */
export function maskVerdict(verdict: Verdict, secrets: readonly string[]): Verdict {
  const masked = maskDeep(verdict, secrets);
  return {
    ...masked,
    id: verdict.id,
    file: verdict.file,
    outcome: verdict.outcome,
    problems: verdict.problems.map(({ outcome, severity, span }, index) => ({
      ...masked.problems[index],
      message: masked.problems[index]?.message ?? "",
      outcome,
      severity,
      ...(span === undefined ? {} : { span }),
    })),
    steps: verdict.steps.map((step, index) => ({
      ...step,
      ...masked.steps[index],
      id: step.id,
      outcome: step.outcome,
    })),
  };
}
