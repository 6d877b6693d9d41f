// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionCallbacks } from "./connection_callbacks.ts";
import type { TlsOptions } from "./tls_options.ts";

/** Milliseconds, or a text such as `250ms`, `5s`, `2m`. */
export type Duration = number | string;
/** Bytes, or a text such as `64KiB`, `2MiB`. */
export type Size = number | string;

/** How to connect. Everything has a default; two names for one thing are those of other clients. */
export interface ConnectOptions extends ConnectionCallbacks {
  /**
   * URLs such as `nats://host:4222`, `host:4222`, `tls://host`, `ws://host:8080`, `[::1]:4222`;
   * one text may have several, separated by commas. `user:password@` or `token@` may stand before
   * the host. Default: the context's, the environment variable `NATS_URL`, `127.0.0.1:4222`.
   */
  readonly servers?: string | readonly string[];
  /** The connection's name, as the server shows it. */
  readonly name?: string;
  /**
   * A context of the `nats` CLI to take options from, by its name; `true`: the one that
   * `NATS_CONTEXT` names or that is selected. Options given beside it win.
   */
  readonly context?: string | boolean;
  /** Name of a user with a password. */
  readonly user?: string;
  /** The user's password. */
  readonly password?: string;
  /** The user's password. */
  readonly pass?: string;
  /** A token, for servers that want one. */
  readonly token?: string;
  /** Credentials: their text, or the path of a file, which is read again at each connect. */
  readonly creds?: string;
  /**
   * The seed of a user's nkey (`SU…`), or the path of a file with it (with a `/`, `\` or `.` in
   * it), which is read again at each connect. Beside `sign`: the public key (`U…`).
   */
  readonly nkey?: string;
  /** A user's JWT, or a function that is asked for it at each connect. */
  readonly jwt?: string | (() => string);
  /** Signs the server's nonce, for a `jwt` or a public `nkey` whose seed is elsewhere. */
  readonly sign?: (nonce: Uint8Array) => Uint8Array;
  /**
   * `true`: only connect with TLS; `false`: never. Default: where the server wants or offers it,
   * or where a URL begins with `tls://`.
   */
  readonly tls?: boolean | TlsOptions;
  /** The server does not send this connection's own messages back to it. Default: false. */
  readonly noEcho?: boolean;
  /** The server checks subjects strictly. Default: false. */
  readonly pedantic?: boolean;
  /** The server acknowledges every protocol line. Default: false. */
  readonly verbose?: boolean;
  /** Reconnect when the connection is lost. Default: true. */
  readonly reconnect?: boolean;
  /** Reconnect when the connection is lost. Default: true. */
  readonly allowReconnect?: boolean;
  /** Time between attempts to reconnect to a server. Default: 2s. */
  readonly reconnectTimeWait?: Duration;
  /** At most so much is added to it at random. Default: a tenth of it, up to 100ms. */
  readonly reconnectJitter?: Duration;
  /** Attempts per server until it is given up; -1: no end. Default: 60. */
  readonly maxReconnectAttempts?: number;
  /** Time between PINGs. Default: 2m. */
  readonly pingInterval?: Duration;
  /** PINGs without an answer until the connection counts as lost. Default: 2. */
  readonly maxPingOut?: number;
  /** PINGs without an answer until the connection counts as lost. Default: 2. */
  readonly maxOutstandingPings?: number;
  /** How long connecting to a server may take. Default: 2s. */
  readonly timeout?: Duration;
  /** How long connecting to a server may take. Default: 2s. */
  readonly connectTimeout?: Duration;
  /** How long a drain may take. Default: 30s. */
  readonly drainTimeout?: Duration;
  /** How long a flush may take. Default: 10s. */
  readonly flushTimeout?: Duration;
  /** How long to wait for the reply to a request. Default: 500ms. */
  readonly requestTimeout?: Duration;
  /** First tokens of reply subjects. Default: `_INBOX`. */
  readonly inboxPrefix?: string;
  /** Try the servers in the order given. Default: false. */
  readonly noRandomize?: boolean;
  /** Try the servers in any order. Default: true. */
  readonly randomize?: boolean;
  /** Do not learn of further servers from the cluster. Default: false. */
  readonly ignoreClusterUpdates?: boolean;
  /** Go on reconnecting when the server has refused the credentials twice. Default: false. */
  readonly ignoreAuthErrorAbort?: boolean;
  /** Keep trying while no server answers to the first connect. Default: false. */
  readonly waitOnFirstConnect?: boolean;
  /** Bytes of publishes to keep while disconnected. Default: 2MiB. */
  readonly pendingSize?: Size;
  /** Bytes that may wait for the socket while connected. Default: 64MiB. */
  readonly outboundSize?: Size;
  /** Messages that may wait in a subscription; newer ones are dropped. Default: 65536. */
  readonly pendingMsgsLimit?: number;
  /** Bytes that may wait in a subscription; newer messages are dropped. Default: 64MiB. */
  readonly pendingBytesLimit?: Size;
}
