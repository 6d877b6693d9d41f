// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ClientError } from "./error.ts";

/** Something that happened to a connection. */
export interface ClientStatus {
  /**
   * `connect` once at the start; `disconnect` and `reconnect` as often as it happens; `close` at
   * the end; `error` for what the server reported or a subscription dropped; `lame-duck` when the
   * server announced its end.
   */
  readonly status: "connect" | "disconnect" | "reconnect" | "close" | "error" | "lame-duck";
  /** `performance.now()`. */
  readonly at: number;
  /** For `error`, and for `close` where an error was the reason. */
  readonly error?: ClientError;
  /** The server it is about: `127.0.0.1:4222`. */
  readonly server?: string;
}

/** Where a connection stands. */
export type ClientState =
  | "connected"
  | "disconnected"
  | "draining-subs"
  | "draining-pubs"
  | "closed";
