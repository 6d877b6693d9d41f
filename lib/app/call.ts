// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ServiceError } from "../client/service_error.ts";
import type { AppMessage } from "./dispatch.ts";

/** Tells a caller of an error. */
export interface CallHost {
  /** Sends the error, logs and counts it. */
  tell(message: AppMessage, error: ServiceError): void;
}

/** One message on its way through the handlers of its subject. */
export class Call {
  /** The message. */
  readonly message: AppMessage;
  /** When its handlers began: `performance.now()`. */
  readonly start: number = performance.now();
  readonly #host: CallHost;
  // Most handlers do not look at their signal.
  #controller: AbortController | undefined;
  #reason: ServiceError | undefined;

  /** Begins one. */
  constructor(message: AppMessage, host: CallHost) {
    this.message = message;
    this.#host = host;
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
    this.#host.tell(this.message, reason);
    this.#controller?.abort(reason);
  }
}

/** The error of a message whose time is over. */
export function lateError(timeoutMs: number): ServiceError {
  return new ServiceError(504, `not done within ${timeoutMs} ms`);
}
