// Copyright 2026 the natsrig authors. Apache-2.0 license.

let now = 0;

function forget(): void {
  now = 0;
}

/**
 * The present time, `performance.now()`. It stands still within a turn: messages that come in one
 * chunk of bytes arrive at one time, and asking for it is a tenth of the cost of a message.
 */
export function arrivalTime(): number {
  if (now === 0) {
    now = performance.now();
    queueMicrotask(forget);
  }
  return now;
}
