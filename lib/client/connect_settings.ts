// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionCallbacks } from "./connection_callbacks.ts";
import type { ServerLogin } from "./server_url.ts";
import type { TlsOptions } from "./tls_options.ts";

/** Checked options: one name for each thing, milliseconds and bytes. */
export interface ConnectSettings extends ConnectionCallbacks {
  /** URLs, in the order given, without users and passwords. */
  readonly servers: readonly string[];
  /** What the URLs said of users, passwords and tokens, by `host:port`. */
  readonly logins?: ReadonlyMap<string, ServerLogin>;
  /** The connection's name. */
  readonly name?: string;
  /** The `nats` CLI's context to take options from; `true` is the selected one. */
  readonly context?: string | boolean;
  /** Name of a user. */
  readonly user?: string;
  /** The user's password. */
  readonly password?: string;
  /** A token. */
  readonly token?: string;
  /** Credentials, or the path of their file. */
  readonly creds?: string;
  /** The seed of an nkey, the path of its file, or, beside `sign`, the public key. */
  readonly nkey?: string;
  /** A user's JWT, or what gives it. */
  readonly jwt?: string | (() => string);
  /** Signs the server's nonce. */
  readonly sign?: (nonce: Uint8Array) => Uint8Array;
  /** How to use TLS; null: not at all; without it: where the server wants or offers it. */
  readonly tls?: TlsOptions | null;
  /** Own messages do not come back. */
  readonly noEcho: boolean;
  /** The server checks strictly. */
  readonly pedantic: boolean;
  /** The server acknowledges every line. */
  readonly verbose: boolean;
  /** Reconnect when the connection is lost. */
  readonly reconnect: boolean;
  /** Milliseconds between attempts. */
  readonly reconnectTimeWait: number;
  /** Milliseconds added to it at random, at most; without it a tenth of it, up to 100. */
  readonly reconnectJitter?: number;
  /** Attempts per server; -1: no end. */
  readonly maxReconnectAttempts: number;
  /** Milliseconds between PINGs. */
  readonly pingInterval: number;
  /** PINGs without an answer until the connection counts as lost. */
  readonly maxPingOut: number;
  /** Milliseconds that connecting to a server may take. */
  readonly connectTimeout: number;
  /** Milliseconds that a drain may take. */
  readonly drainTimeout: number;
  /** Milliseconds that a flush may take. */
  readonly flushTimeout: number;
  /** Milliseconds to wait for a reply. */
  readonly requestTimeout: number;
  /** First tokens of reply subjects. */
  readonly inboxPrefix?: string;
  /** Try the servers in order. */
  readonly noRandomize: boolean;
  /** Do not learn of further servers. */
  readonly ignoreClusterUpdates: boolean;
  /** Go on reconnecting when credentials were refused twice. */
  readonly ignoreAuthErrorAbort: boolean;
  /** Keep trying at the first connect. */
  readonly waitOnFirstConnect: boolean;
  /** Bytes of publishes to keep while disconnected. */
  readonly pendingSize: number;
  /** Bytes that may wait for the socket while connected. */
  readonly outboundSize: number;
  /** Messages that may wait in a subscription. */
  readonly pendingMsgsLimit: number;
  /** Bytes that may wait in a subscription. */
  readonly pendingBytesLimit: number;
}

/** What options that are not given mean. */
export const defaultSettings = {
  servers: ["127.0.0.1:4222"],
  noEcho: false,
  pedantic: false,
  verbose: false,
  reconnect: true,
  reconnectTimeWait: 2000,
  maxReconnectAttempts: 60,
  pingInterval: 120_000,
  maxPingOut: 2,
  connectTimeout: 2000,
  drainTimeout: 30_000,
  flushTimeout: 10_000,
  requestTimeout: 500,
  noRandomize: false,
  ignoreClusterUpdates: false,
  ignoreAuthErrorAbort: false,
  waitOnFirstConnect: false,
  pendingSize: 2 * 1024 ** 2,
  outboundSize: 64 * 1024 ** 2,
  pendingMsgsLimit: 65_536,
  pendingBytesLimit: 64 * 1024 ** 2,
} satisfies ConnectSettings;
