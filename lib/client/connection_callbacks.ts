// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ClientError } from "./error.ts";

/** What to call at changes of the connection. Servers are named `host:port`. */
export interface ConnectionCallbacks {
  /** The connection has been made for the first time. */
  readonly onConnect?: (server: string) => void | Promise<void>;
  /** The connection was lost. */
  readonly onDisconnect?: (server: string) => void | Promise<void>;
  /** There is a connection again. */
  readonly onReconnect?: (server: string) => void | Promise<void>;
  /** The connection has ended for good; with the error, where one ended it. */
  readonly onClose?: (error?: ClientError) => void | Promise<void>;
  /** Something failed that no call could throw. */
  readonly onError?: (error: ClientError) => void | Promise<void>;
  /** The cluster has servers that were not known before. */
  readonly onDiscoveredServers?: (servers: readonly string[]) => void | Promise<void>;
  /** The server is about to stop, and asks its clients to go elsewhere. */
  readonly onLameDuck?: (server: string) => void | Promise<void>;
}
