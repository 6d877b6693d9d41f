// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ServiceError } from "../client/service_error.ts";
import { type Call, lateError } from "./call.ts";

/** The calls whose handlers are at work, and an eye on their time. One timer serves them all. */
export class Calls {
  readonly #timeoutMs: number;
  // In the order they began, so the first is the first whose time is over.
  readonly #calls = new Set<Call>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes an empty set; handlers may take so many milliseconds, or Infinity. */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Adds one that has just begun. */
  add(call: Call): void {
    this.#calls.add(call);
    if (this.#timer === undefined && this.#timeoutMs !== Infinity) this.#wait(this.#timeoutMs);
  }

  /** Takes one out that has come to its end. */
  delete(call: Call): void {
    this.#calls.delete(call);
  }

  /** Ends all, with the same reason. */
  end(reason: ServiceError): void {
    for (const call of this.#calls) call.end(reason);
    this.stop();
  }

  /** Looks at the time no more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => this.#check(), Math.ceil(ms));
  }

  /** The timer is not moved when calls leave: it may find that nobody's time is over yet. */
  #check(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const call of this.#calls) {
      // Those that are over stay: their handlers are still at work.
      if (call.reason !== undefined) continue;
      const left = call.start + this.#timeoutMs - now;
      if (left > 0) return this.#wait(left);
      call.end(lateError(this.#timeoutMs));
    }
  }
}
