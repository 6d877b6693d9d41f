// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the operations of the in-process driver share. @module */

import type { Client } from "../client/mod.ts";
import { toClientError } from "../client/mod.ts";
import type { FailureCode, Json } from "../scenario/types.ts";
import { failureCodes } from "../scenario/types.ts";
import { DriverError } from "./error.ts";
import type { Operation, Operations } from "./types.ts";

/** The part of an actor that operations on its connection need. */
export interface Session {
  /**
   * The connected client.
   *
   * @throws {DriverError} `closed` before `connect`
   */
  client(): Client;
  /** Buckets known to exist on this connection, so that they are looked up once. */
  readonly buckets: Set<string>;
}

/** How an operation is performed. */
export type Perform<K extends Operation, S extends Session = Session> = (
  session: S,
  params: Operations[K]["params"],
  signal: AbortSignal,
) => Promise<Operations[K]["result"]>;

/** Operations by name. */
export type OperationTable<K extends Operation, S extends Session = Session> = {
  readonly [P in K]: Perform<P, S>;
};

/** A driver's error for whatever the client and the nats packages throw. */
export function toDriverError(error: unknown, doing: string): DriverError {
  if (error instanceof DriverError) return error;
  const { code, message, cause } = toClientError(error, doing);
  const silent = code === "no-responders" ? withoutJetStream(doing) : undefined;
  return new DriverError(silent ?? message, {
    cause: cause ?? error,
    ...(isFailureCode(code) ? { code } : {}),
  });
}

/** Where nobody answers, JetStream's own requests tell more than that. */
function withoutJetStream(doing: string): string | undefined {
  if (doing === "js.publish") {
    return `Cannot ${doing}: no stream takes the subject, or JetStream is not enabled`;
  }
  return /^(stream|consumer|js|kv|object)\./.test(doing)
    ? `Cannot ${doing}: JetStream is not enabled; a scenario asks for it by \`server: { jetstream: true }\``
    : undefined;
}

/**
 * Waits for work that cannot be aborted itself, until the signal ends the wait. The work then goes
 * on until its connection is closed.
 */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Plain JSON of what the nats packages give. */
export function toJson(value: object): Json {
  return JSON.parse(JSON.stringify(value));
}

function isFailureCode(code: string): code is FailureCode {
  const codes: readonly string[] = failureCodes;
  return codes.includes(code) || /^js:\d+$/.test(code);
}
