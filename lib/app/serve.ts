// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client, ConnectOptions, CoreJetStream, Size } from "../client/mod.ts";
import type { LogSink } from "./logger.ts";
import type { Router } from "./router.ts";
import { checkServeOptions, connectOptionsOf } from "./serve_options.ts";
import type { Service } from "./service.ts";
import type { ServiceInfo, ServiceStats } from "./service_protocol.ts";
import type { AppOutbox } from "./types.ts";
import type { ValueCache } from "./value_cache.ts";

/**
 * How Routers are served. Without a `client` the application connects by itself, with any options
 * of a connection; it goes on reconnecting without end by default.
 */
export interface ServeOptions extends ConnectOptions {
  /** A client that is connected; it stays open when the application ends. */
  readonly client?: Client;
  /** The service's and the connection's name: letters, digits, `-`, `_`. Default: `natsrig-app`. */
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
  /** Messages of one subject that may wait; newer ones are refused with 503. Default: 65536. */
  readonly pendingMsgsLimit?: number;
  /** Bytes of one subject that may wait; newer messages are refused with 503. Default: 64MiB. */
  readonly pendingBytesLimit?: Size;
  /**
   * How long a request may wait, and how long handlers may take, in milliseconds: then the caller
   * is told 504, and the handlers' signal is aborted. Infinity: no end. Default: 30,000.
   */
  readonly handlerTimeoutMs?: number;
  /** The cache handlers see. Default: a new one. */
  readonly cache?: ValueCache;
  /** The outbox handlers see. Default: none. */
  readonly outbox?: AppOutbox;
  /** The JetStream client handlers see; true: one on the application's connection. Default: none. */
  readonly jetstream?: CoreJetStream | boolean;
  /** Gets a line for each error, and what handlers log. Default: `console.error`. */
  readonly log?: (text: string) => void;
  /** Gets what is logged as data, in place of `log`. */
  readonly onLog?: LogSink;
  /** How long handlers may go on after the end has begun, in milliseconds. Default: 5000. */
  readonly graceMs?: number;
  /** Aborted: the application ends as by `stop`; while it starts, starting fails. */
  readonly signal?: AbortSignal;
  /**
   * SIGINT and SIGTERM end the application as by `stop`; with the second one the grace is over.
   * Default: false.
   */
  readonly signals?: boolean;
}

/** An application that serves. Disposing of it is stopping it. */
export interface App extends AsyncDisposable {
  /** Who it is and what it listens on, as `$SRV.INFO` tells it. */
  readonly info: ServiceInfo;
  /**
   * Resolves when it has ended: by `stop`, by a signal, or as its connection was closed for good,
   * where it gives the reason.
   */
  readonly ended: Promise<Error | undefined>;
  /** Its counters, as `$SRV.STATS` tells them. */
  stats(): ServiceStats;
  /**
   * Ends in good order: takes no more messages, handles those it has, sends what was published,
   * then closes its own connection. When the grace is over, callers that still wait are told 503,
   * and handlers' signals are aborted. No handler starts after it has resolved, and one that
   * does not heed its signal can no longer publish or reply by its context. A second call waits for the first.
   */
  stop(): Promise<void>;
}

/**
 * Serves Routers on NATS, as a service that `nats micro` can see (ADR-32). When it resolves, the
 * server has confirmed all subscriptions.
 *
 * @example
 * ```ts
 * import { connect, Router, serve, startServer } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const router = new Router().on("echo", { send: "text", reply: "text" }, (text) => text);
 * await using server = await startServer();
 * await using app = await serve(router, { servers: server.url, concurrency: 8 });
 * await using client = await connect({ servers: server.url });
 * assertEquals((await client.request("echo", "hi", { timeoutMs: 5000 })).text(), "hi");
 * assertEquals(app.stats().endpoints[0]?.num_requests, 1);
 * ```
 *
 * @throws {TypeError} where an option is not as it must be
 * @throws {ClientError} where it cannot connect (see `connect`) or subscribe (`permission`)
 * @throws the signal's reason
 */
export async function serve(
  routers: Router | readonly Router[],
  options: ServeOptions = {},
): Promise<App> {
  checkServeOptions(options);
  options.signal?.throwIfAborted();
  const own = options.client === undefined;
  const client = options.client ?? await openClient(options);
  const list: readonly Router[] = "routes" in routers ? [routers] : routers;
  let service: Service | undefined;
  try {
    const jetstream = await openJetStream(options.jetstream, client);
    // Loaded here, so that who only wants to know of Routers does not pay for the client.
    const { Service } = await import("./service.ts");
    service = new Service(list, { ...options, client, own, jetstream });
    await service.start(options.signal);
  } catch (error) {
    await service?.stop();
    if (own) await client.close();
    throw error;
  }
  stopWith(service, options);
  return service;
}

async function openClient(options: ServeOptions): Promise<Client> {
  const { connect } = await import("../client/mod.ts");
  const { signal, name = "natsrig-app" } = options;
  return await connect(
    { maxReconnectAttempts: -1, ...connectOptionsOf(options), name },
    signal === undefined ? {} : { signal },
  );
}

async function openJetStream(
  wanted: ServeOptions["jetstream"],
  client: Client,
): Promise<CoreJetStream | undefined> {
  if (typeof wanted === "object") return wanted;
  if (wanted !== true) return undefined;
  const { jetstream } = await import("@nats-io/jetstream");
  return jetstream(client.connection);
}

/** Ends the application by its signal, and by those of the process where asked to. */
function stopWith(service: Service, { signal, signals = false }: ServeOptions): void {
  const stop = (): void => void service.stop();
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  service.ended.then(() => signal?.removeEventListener("abort", stop));
  if (!signals) return;
  let pressed = false;
  const press = (): void => {
    if (pressed) service.hurry();
    pressed = true;
    stop();
  };
  // Windows knows no SIGTERM listener.
  const names: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const name of names) {
    Deno.addSignalListener(name, press);
    service.ended.then(() => Deno.removeSignalListener(name, press));
  }
}
