// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ClientError } from "./error.ts";

/** Something that happened to a connection. */
export interface ClientStatus {
  /**
   * `connecting` and `connect` once at the start; `disconnect`, `reconnecting` (an attempt begins) and `reconnect`
   * as often as it happens; `close` at the end; `error` for what the server reported or a
   * subscription dropped; `lame-duck` when the server announced its end; `discovered-servers` when
   * the cluster told of new ones.
   */
  readonly status:
    | "connecting"
    | "connect"
    | "disconnect"
    | "reconnecting"
    | "reconnect"
    | "close"
    | "error"
    | "lame-duck"
    | "discovered-servers";
  /** `performance.now()`. */
  readonly at: number;
  /** For `error`, and for `close` where an error was the reason. */
  readonly error?: ClientError;
  /** The server it is about: `127.0.0.1:4222`. */
  readonly server?: string;
  /** For `discovered-servers`: the new ones, `host:port`. */
  readonly servers?: readonly string[];
}

/**
 * Where a connection stands. `disconnected`: lost, between attempts to reconnect; `reconnecting`:
 * an attempt is under way.
 */
export type ClientState =
  | "connecting"
  | "connected"
  | "disconnected"
  | "reconnecting"
  | "draining-subs"
  | "draining-pubs"
  | "closed";

/** What a connection has done so far. */
export interface ClientStats {
  /** Messages received. */
  readonly inMsgs: number;
  /** Messages published, those that wait for a reconnect included. */
  readonly outMsgs: number;
  /** Bytes of payload and headers received. */
  readonly inBytes: number;
  /** Bytes of payload and headers published. */
  readonly outBytes: number;
  /** How often it has reconnected. */
  readonly reconnects: number;
  /** Errors that were reported as a status. */
  readonly errors: number;
}
