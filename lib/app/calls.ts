// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { Deadlines } from "../client/deadlines.ts";
import type { ServiceError } from "../client/service_error.ts";
import type { Call } from "./call.ts";

/** The calls whose handlers are at work, and an eye on their time. */
export class Calls {
  readonly #calls = new Set<Call>();
  readonly #deadlines = new Deadlines();

  /** Adds one that has just begun. */
  add(call: Call): void {
    this.#calls.add(call);
    if (call.timeoutMs !== Infinity) this.#deadlines.add(call);
  }

  /** Takes one out that has come to its end. */
  delete(call: Call): void {
    this.#calls.delete(call);
    this.#deadlines.delete(call);
  }

  /** Ends all, with the same reason, and looks at the time no more. */
  end(reason: ServiceError): void {
    for (const call of this.#calls) call.end(reason);
    this.#deadlines.clear();
  }
}
