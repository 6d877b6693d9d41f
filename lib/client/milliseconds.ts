// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A timer of more milliseconds fires at once. */
export const longestTimer = 2 ** 31 - 1;

/** What {@linkcode isMilliseconds} takes, for messages. */
export const milliseconds = `milliseconds from 0 to ${longestTimer}`;

/** Whether a value is a time that a timer can take. */
export function isMilliseconds(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= longestTimer;
}
