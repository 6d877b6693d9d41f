// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Gives a time in milliseconds, if it is one.
 *
 * @throws {RangeError} where it is no number, or less than `least` or nothing
 */
export function checkTime(name: string, ms: number, least = 0): number {
  if (ms > 0 && ms >= least) return ms;
  const rule = least === 0 ? "more than 0" : `${least} or more`;
  throw new RangeError(`Cannot cache as "${name}" must be ${rule}: current value is ${ms}`);
}

/**
 * Gives a bound, if it is one.
 *
 * @throws {RangeError} where it is no whole number from 1 to `most`
 */
export function checkBound(name: string, value: number, most = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return value;
  throw new RangeError(
    `Cannot cache as "${name}" must be a whole number from 1 to ${most}: current value is ${value}`,
  );
}
