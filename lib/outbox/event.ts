// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What an outbox tells of its work in the background. @module */

import type { ClientError } from "../client/mod.ts";

/** Of which message an event is. */
export interface OutboxMessage {
  /** Its `Nats-Msg-Id`. */
  readonly id: string;
  /** Where it is to be published. */
  readonly subject: string;
}

/**
 * Something that no call could throw: a message is tried again (`retry`), was refused (`refused`), has
 * become a dead letter (`dead`); a stream forgets ids sooner than asked for (`short-window`), or
 * could not be asked (`unknown-window`); the file could not be written or read (`store`); the
 * client is closed, so that nothing more is sent (`stopped`).
 */
export type OutboxEvent =
  | {
    readonly kind: "retry" | "refused" | "dead";
    readonly message: OutboxMessage;
    /** How often it was sent in vain. */
    readonly attempts: number;
    readonly error: ClientError;
  }
  | { readonly kind: "short-window"; readonly stream: string; readonly windowMs: number }
  | { readonly kind: "unknown-window"; readonly stream: string; readonly error: ClientError }
  | { readonly kind: "store"; readonly error: Error }
  | { readonly kind: "stopped" };

/** Hears of events; what it throws becomes an uncaught error of the program. */
export type OutboxListener = (event: OutboxEvent) => void;

/** A listener whose errors do not come back to who tells. */
export function listenerOf(callback: OutboxListener | undefined): OutboxListener {
  return (event) => {
    try {
      callback?.(event);
    } catch (error) {
      reportError(error);
    }
  };
}
