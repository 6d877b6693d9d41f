// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Judging one end of a step, as the event log has it. Pure. @module */

import { judgeStep } from "./check.ts";
import { fillExpectation } from "./expectation.ts";
import type { Matchers } from "./match.ts";
import { follow } from "./template.ts";
import type { Json, PlannedStep, Problem, RunEvent, StepExpectations } from "./types.ts";

/** The event of a step's end. */
export type StepEnd = RunEvent & { readonly kind: "step-end" };

/** Judges one end of a step, its expectations filled with the values variables had then. */
export function judgeEnd(
  step: PlannedStep,
  end: StepEnd,
  matchers: Matchers,
): readonly Problem[] {
  const variables = end.variables ?? {};
  const result = { ...end, began: end.t - end.elapsed };
  try {
    const filled = { ...step, expectations: fillExpectations(step.expectations, variables) };
    return judgeStep(filled, result, matchers).problems;
  } catch (error) {
    // A variable that has no value.
    if (!(error instanceof RangeError)) throw error;
    return [{ outcome: "error", severity: "error", message: error.message, span: step.span }];
  }
}

function fillExpectations(
  expectations: StepExpectations,
  variables: { readonly [name: string]: Json },
): StepExpectations {
  const lookup = (variable: { readonly name: string; readonly path: readonly string[] }) =>
    follow(variables[variable.name], variable.path);
  const { expect, expectAll, expectHeaders, expectSubject } = expectations;
  const all = expectAll === undefined ? undefined : fillExpectation(expectAll, lookup);
  return {
    ...expectations,
    ...(expect === undefined ? {} : { expect: fillExpectation(expect, lookup) }),
    ...(all?.kind !== "list" ? {} : { expectAll: all }),
    ...(expectHeaders === undefined
      ? {}
      : { expectHeaders: fillExpectation(expectHeaders, lookup) }),
    ...(expectSubject === undefined
      ? {}
      : { expectSubject: fillExpectation(expectSubject, lookup) }),
  };
}
