// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectOptions, CoreConnection } from "../client/mod.ts";
import type { ValueCache } from "./value_cache.ts";
import type { Router } from "./router.ts";
import type { ServiceInfo, ServiceStats } from "./service_protocol.ts";

/** How a Router is served. */
export interface ServeOptions {
  /** A client that is connected; it stays open when the application ends. */
  readonly client?: { readonly connection: CoreConnection };
  /** Where to connect to, if no client is given. Default: `nats://127.0.0.1:4222`. */
  readonly servers?: string | readonly string[];
  /** How its own connection uses TLS. Default: where the server wants or offers it. */
  readonly tls?: NonNullable<ConnectOptions["tls"]>;
  /** What its own connection publishes does not come back to it. Default: false. */
  readonly noEcho?: boolean;
  /** The service's name: letters, digits, `-` and `_`. Default: `natsrig-app`. */
  readonly name?: string;
  /** The service's semantic version. Default: `0.0.1`. */
  readonly version?: string;
  /** What the service is for. */
  readonly description?: string;
  /** Anything else worth knowing of the service. */
  readonly metadata?: { readonly [key: string]: string };
  /** The queue group that instances share their work in; false for none. Default: `q`. */
  readonly queue?: string | false;
  /** How many messages of one subject are handled at once; others wait. Default: 64. */
  readonly concurrency?: number;
  /** The cache handlers see. Default: a new one. */
  readonly cache?: ValueCache;
  /** Gets a line for each error, and what handlers log. Default: `console.error`. */
  readonly log?: (text: string) => void;
  /** How long handlers may go on after the end has begun, in milliseconds. Default: 5000. */
  readonly graceMs?: number;
  /** Aborted: the application ends as by `stop`; while it starts, starting fails. */
  readonly signal?: AbortSignal;
}

/** An application that serves. Disposing of it is stopping it. */
export interface App extends AsyncDisposable {
  /** Who it is and what it listens on, as `$SRV.INFO` tells it. */
  readonly info: ServiceInfo;
  /** Its counters, as `$SRV.STATS` tells them. */
  stats(): ServiceStats;
  /**
   * Ends in good order: takes no more messages, finishes those it has, and aborts handlers' signals
   * when the grace is over. A second call waits for the first.
   */
  stop(): Promise<void>;
}

/**
 * Serves a Router on NATS, as a service that `nats micro` can see (ADR-32). When it resolves, the
 * server has confirmed all subscriptions.
 *
 * @example
 * ```ts
 * import { Router, serve } from "@natsrig/natsrig/app";
 *
 * async function main(): Promise<void> {
 *   const router = new Router().on("echo", { send: "text", reply: "text" }, (text) => text);
 *   await using _app = await serve(router, { servers: "nats://127.0.0.1:4222" });
 * }
 * ```
 *
 * @throws {TypeError} where an option is not as it must be
 * @throws {Error} where it cannot connect or subscribe; the signal's reason
 */
export async function serve(router: Router, options: ServeOptions = {}): Promise<App> {
  checkOptions(options);
  options.signal?.throwIfAborted();
  // Loaded here, so that who only wants to know of Routers does not pay for the client.
  const { Service } = await import("./service.ts");
  const { client, ...rest } = options;
  const { connection, release } = client === undefined
    ? await openConnection(options)
    : { connection: client.connection, release: () => Promise.resolve() };
  const service = new Service(router, { ...rest, connection, release });
  try {
    await waitFor(service.start(), options.signal);
  } catch (error) {
    await service.stop();
    throw error;
  }
  stopWith(service, options);
  return service;
}

async function openConnection(
  options: ServeOptions,
): Promise<{ readonly connection: CoreConnection; readonly release: () => Promise<void> }> {
  const { connect } = await import("../client/mod.ts");
  const { servers = "nats://127.0.0.1:4222", name = "natsrig-app", noEcho = false } = options;
  const { signal, tls } = options;
  const client = await connect(
    { servers, name, noEcho, ...tls !== undefined && { tls } },
    signal === undefined ? {} : { signal },
  );
  // The service flushes before it ends, so that closing loses nothing.
  return { connection: client.connection, release: () => client.close() };
}

function stopWith(service: App, { signal, log = console.error }: ServeOptions): void {
  const stop = (): void => {
    service.stop().catch((error: unknown) => log(`cannot stop: ${error}`));
  };
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
}

async function waitFor(task: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await Promise.race([task, promise]);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function checkOptions(options: ServeOptions): void {
  const check = (name: "name" | "queue", value: string | false | undefined, ok: RegExp): void => {
    if (value === undefined || value === false || ok.test(value)) return;
    throw new TypeError(`Cannot serve as "${name}" must match ${ok}: current value is "${value}"`);
  };
  check("name", options.name, /^[\w-]+$/);
  check("queue", options.queue, /^[^\s.*>]+$/);
  const { concurrency = 1 } = options;
  if (Number.isInteger(concurrency) && concurrency >= 1) return;
  throw new TypeError(
    `Cannot serve as "concurrency" must be a whole number from 1: current value is ${concurrency}`,
  );
}
