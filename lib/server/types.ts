// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the rest of the rig sees of running servers. @module */

import type { CertificateAndKey, Certificates } from "./certificates.ts";

/** How a process is started: by whom it is found, where its files are. */
export interface ServerOptions {
  /** The nats-server binary. Default: found as `findServer` does. */
  readonly binary?: string;
  /** Name of the server, and of its folder. Default: `n1`. */
  readonly name?: string;
  /**
   * The port for clients; a cluster's further nodes take those behind it. Default: one that the
   * system chooses.
   */
  readonly port?: number;
  /** Default: false. */
  readonly jetstream?: boolean;
  /** A WebSocket listener, with TLS where `tls` is on. Default: false. */
  readonly websocket?: boolean;
  /**
   * Clients connect with TLS, to certificates made for this server; `mutual`: they have to show a
   * certificate of the same authority. Default: false.
   */
  readonly tls?: boolean | "mutual";
  /** nats-server configuration text to add at the end. */
  readonly config?: string;
  /** Keep the server's folder when it is disposed of. Default: false. */
  readonly keep?: boolean;
  /** How long it may take until it is ready, in milliseconds. Default: 10000. */
  readonly readyTimeoutMs?: number;
  /** Sees every change of the server's life. */
  readonly observe?: (event: ServerEvent) => void;
  /** Ends the start; the process is gone then. */
  readonly signal?: AbortSignal;
}

/** Options of a cluster. */
export interface ClusterOptions extends Omit<ServerOptions, "name"> {
  /** How many nodes, named `n1`, `n2` … Default: 3. */
  readonly nodes?: number;
}

/** A change in a server's life, for the event log. */
export interface ServerEvent {
  /** The node's name. */
  readonly node: string;
  /** What has changed. */
  readonly change:
    | "start"
    | "ready"
    | "stop"
    | "kill"
    | "pause"
    | "resume"
    | "reload"
    | "lame-duck"
    | "exit";
  /** `performance.now()`. */
  readonly at: number;
  /** More about it, for people. */
  readonly detail?: string;
}

/** What clients of a server with TLS need: the authority to trust, and a client's certificate. */
export interface ServerTls
  extends CertificateAndKey, Pick<Certificates, "ca" | "caFile" | "issue"> {
  /** Clients have to show a certificate. */
  readonly mutual: boolean;
}

/** A nats-server process. Disposing of it ends the process and removes its folder. */
export interface Server extends AsyncDisposable {
  /** The name in its configuration: `n1`. */
  readonly name: string;
  /** Client URL: `nats://127.0.0.1:PORT`, `tls://…` with TLS; stays the same over restarts. */
  readonly url: string;
  /** Monitoring URL: `http://127.0.0.1:PORT`. */
  readonly monitorUrl: string;
  /** `ws://127.0.0.1:PORT` where asked for; `wss://…` with TLS. */
  readonly websocketUrl?: string;
  /** What its clients need, where `tls` is on; the files are in its folder. */
  readonly tls?: ServerTls;
  /** The version it reports: `2.15.0`. */
  readonly version: string;
  /** Where its configuration and its store are. */
  readonly folder: string;
  /** The process id of the running nats-server, undefined while it is stopped. */
  readonly pid: number | undefined;
  /** True between a successful start and the process's end. */
  readonly running: boolean;
  /** The captured log, newest last; at most the last 2000 lines. */
  log(): readonly string[];
  /**
   * Starts it again on the same ports with the same store; ready when it resolves.
   *
   * @throws {ServerError} `running` where it already runs
   */
  start(options?: { signal?: AbortSignal }): Promise<void>;
  /** Ends it in an orderly way (SIGTERM), and waits for its exit. */
  stop(): Promise<void>;
  /** `stop`, then `start`. */
  restart(options?: { signal?: AbortSignal }): Promise<void>;
  /** Ends it with SIGKILL, and waits for its exit. */
  kill(): Promise<void>;
  /** Freezes it (SIGSTOP). */
  pause(): Promise<void>;
  /** Wakes it (SIGCONT). */
  resume(): Promise<void>;
  /** Reloads the configuration file (SIGHUP), with `config` in place of the added text if given. */
  reload(options?: { config?: string; signal?: AbortSignal }): Promise<void>;
  /** Enters lame duck mode (SIGUSR2); resolves when clients have been told. */
  lameDuck(): Promise<void>;
  /** A monitoring endpoint's answer: `monitor("varz")`, `monitor("connz?subs=1")`. */
  monitor(path: string, options?: { signal?: AbortSignal }): Promise<Record<string, unknown>>;
  /** Resolves when the process has ended without having been asked to. */
  readonly unexpectedExit: Promise<{ readonly code: number; readonly signal: string | null }>;
}

/** Servers that belong together; a single server is a cluster of one. */
export interface Cluster extends AsyncDisposable {
  /** All nodes, running or not. */
  readonly nodes: readonly Server[];
  /** All client URLs. */
  readonly urls: readonly string[];
  /** What clients need, where `tls` is on: the same for all nodes. */
  readonly tls?: ServerTls;
  /** The nodes' version: `2.15.0`. */
  readonly version: string;
  /**
   * The nodes a scenario's word stands for: `n1`, `all`, `leader` (of the JetStream meta group;
   * the only node of a single server), `leader of STREAM`.
   *
   * @throws {ServerError} `unknown-node`, `no-leader`
   */
  select(target: string, options?: { signal?: AbortSignal }): Promise<readonly Server[]>;
  /**
   * Resolves when all running nodes are connected to each other and JetStream, where enabled, has
   * a meta leader they agree on.
   */
  ready(options?: { signal?: AbortSignal }): Promise<void>;
}
