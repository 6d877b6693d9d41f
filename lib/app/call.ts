// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Expiring } from "../client/deadlines.ts";
import { ServiceError } from "../client/service_error.ts";
import type { AppMessage } from "./dispatch.ts";

/** One message on its way through the handlers of its subject. */
export class Call implements Expiring {
  /** The message. */
  readonly message: AppMessage;
  /** How long its handlers may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly #tell: (error: ServiceError) => void;
  // Most handlers do not look at their signal.
  #controller: AbortController | undefined;
  #reason: ServiceError | undefined;

  /** Makes one; `tell` tells the caller of an error. */
  constructor(message: AppMessage, timeoutMs: number, tell: (error: ServiceError) => void) {
    this.message = message;
    this.timeoutMs = timeoutMs;
    this.#tell = tell;
  }

  /** What the caller was told while handlers were still at work; undefined: they may answer. */
  get reason(): ServiceError | undefined {
    return this.#reason;
  }

  /** Aborted when the handlers may not answer any more. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** Tells the caller, and the handlers by their signal. */
  end(reason: ServiceError): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#tell(reason);
    this.#controller?.abort(reason);
  }

  /** Its time is over. */
  expire(): void {
    this.end(lateError(this.timeoutMs));
  }
}

/** The error of a message whose time is over. */
export function lateError(timeoutMs: number): ServiceError {
  return new ServiceError(504, `not done within ${timeoutMs} ms`);
}
