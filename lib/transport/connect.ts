// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type {
  CallbackFn,
  ConnectionOptions,
  NatsConnection,
  Status,
} from "@nats-io/nats-core/internal";
import {
  NatsConnectionImpl,
  ProtocolHandler,
  QueuedIteratorImpl,
  setTransportFactory,
} from "@nats-io/nats-core/internal";
import { setImmediate } from "node:timers";
import { DenoTransport } from "./deno_transport.ts";

/** What `connect` takes beyond nats-core's options. */
export interface DenoConnectionOptions extends ConnectionOptions {
  /** Gives up connecting: the attempt under way ends at once. */
  readonly signal?: AbortSignal;
}

type OpenConnection = NatsConnection & Pick<NatsConnectionImpl, "options" | "protocol">;

/**
 * Connects to a NATS server over Deno's sockets, with nats-core's options and defaults. Servers
 * are `host:port`, `nats://host:port`, or, unlike in the original, `ws://` and `wss://` URLs; one
 * connection may have both kinds. The options object is not changed.
 *
 * @throws {ConnectionError} where no server could be reached
 * @throws {AuthorizationError} where the server refused the credentials
 */
export async function connect(options: DenoConnectionOptions = {}): Promise<NatsConnection> {
  useThisTransport();
  // Deno resolves names itself (the hosts file included), so nats-core need not.
  const { signal, servers, ...rest } = options;
  signal?.throwIfAborted();
  const pool = typeof servers === "string" ? [servers] : servers;
  // What `NatsConnectionImpl.connect` does, which shows the protocol only when all is over.
  const connection: OpenConnection = Reflect.construct(NatsConnectionImpl, [
    { ...rest, resolve: false, ...(pool === undefined ? {} : { servers: [...pool] }) },
  ]);
  const protocol = new ProtocolHandler(connection.options, connection);
  protocol.listeners.push(new DialHook());
  connection.protocol = protocol;
  // A turn later, when the attempt that is just beginning has a transport to close.
  const giveUp = () => void setImmediate(() => protocol.close(toError(signal?.reason)));
  signal?.addEventListener("abort", giveUp);
  try {
    await protocol.dialLoop();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
  if (signal?.aborted) {
    await protocol.close();
    throw signal.reason;
  }
  return connection;
}

/**
 * nats-core takes the transport of each dial from one process-wide factory, which others set, too.
 * It announces a dial just before, in the same turn: there the factory is made ours.
 */
class DialHook extends QueuedIteratorImpl<Status> {
  override push(status: Status | CallbackFn): void {
    if (typeof status === "object" && status.type === "reconnecting") useThisTransport();
  }
}

function useThisTransport(): void {
  setTransportFactory({ factory: () => new DenoTransport(), urlParseFn: withWebSocketPort });
}

/** nats-core gives a URL without a port 4222, also where its scheme has another default. */
function withWebSocketPort(url: string): string {
  const match = /^(wss?):\/\/([^/?]*)(.*)$/i.exec(url);
  const [, scheme, host, path] = match ?? [];
  if (scheme === undefined || host === undefined || /:\d+$/.test(host)) return url;
  return `${scheme}://${host}:${scheme.toLowerCase() === "wss" ? 443 : 80}${path ?? ""}`;
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(`${reason}`, { cause: reason });
}
