// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Expiring } from "../client/deadlines.ts";
import { ServiceError } from "../client/service_error.ts";
import type { AppMessage } from "./dispatch.ts";

/** What a call needs of its endpoint. */
export interface CallHost {
  /** How long handlers may take, in milliseconds; Infinity for no end. */
  readonly timeoutMs: number;
  /** Sends the error, logs and counts it. */
  tell(message: AppMessage, error: ServiceError): void;
}

/** One message on its way through the handlers of its subject. */
export class Call implements Expiring {
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

  /** How long its handlers may take. */
  get timeoutMs(): number {
    return this.#host.timeoutMs;
  }

  /** Its time is over. */
  expire(): void {
    this.end(lateError(this.timeoutMs));
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
