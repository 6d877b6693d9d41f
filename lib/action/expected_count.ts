// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** How many items an action that waits should wait for. @module */

import { DriverError } from "../driver/error.ts";
import { formatDuration } from "../scenario/unit.ts";
import type { ActionContext } from "./types.ts";

/** The parameters that say how many items there will be. */
export interface Expected {
  readonly expectAll?: readonly unknown[] | undefined;
  readonly count?: number | undefined;
}

/**
 * How many items to wait for: as many as are expected, and one where nothing says. An empty
 * `expectAll` waits for one too, as only that can show that none comes.
 */
export function expectedCount({ expectAll, count }: Expected): number {
  return Math.max(1, expectAll?.length ?? count ?? 1);
}

/** From where items come, and how few of them are a failure of their own. */
export interface Source extends Expected {
  /** As failures name it: `consumer "ORDERS/worker"`. */
  readonly from: string;
  /** Fewer than these cannot be judged; default: 1. */
  readonly least?: number;
}

/**
 * Gives what came. Where it is less than was expected, the expectations say so.
 *
 * @throws {DriverError} `timeout` where fewer than `least` came, unless none were expected
 */
export function whatCame<T>(
  came: readonly T[],
  { from, least = 1, expectAll }: Source,
  context: ActionContext,
): readonly T[] {
  if (came.length >= least || expectAll?.length === 0) return came;
  const amount = came.length === 0 ? "nothing" : `${came.length} of ${least}`;
  throw new DriverError(`${amount} came from ${from} in ${formatDuration(context.patienceMs)}`, {
    code: "timeout",
  });
}
