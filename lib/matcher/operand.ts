// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Expectation } from "../scenario/types.ts";

/**
 * The one operand of an operator that has one.
 *
 * @throws {TypeError} where there is another number of them, which the compile stage rules out
 */
export function only(operands: readonly Expectation[]): Expectation {
  const [operand] = operands;
  if (operand === undefined || operands.length > 1) {
    throw new TypeError(
      `Cannot match as the operator must have one operand: current value is ${operands.length}`,
    );
  }
  return operand;
}
