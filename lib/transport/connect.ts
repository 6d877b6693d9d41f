// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type {
  CallbackFn,
  ConnectionOptions,
  NatsConnection,
  Status,
} from "@nats-io/nats-core/internal";
import {
  ConnectionError,
  NatsConnectionImpl,
  ProtocolError,
  ProtocolHandler,
  QueuedIteratorImpl,
  setTransportFactory,
} from "@nats-io/nats-core/internal";
import { setImmediate } from "node:timers";
import { DenoTransport } from "./deno_transport.ts";

const endedEarly = "the server closed the connection before it had answered";

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
  useTransports(() => new DenoTransport());
  // Deno resolves names itself (the hosts file included), so nats-core need not.
  const { signal, servers, ...rest } = options;
  signal?.throwIfAborted();
  const pool = typeof servers === "string" ? [servers] : servers;
  // What `NatsConnectionImpl.connect` does, which shows the protocol only when all is over.
  const connection: OpenConnection = Reflect.construct(NatsConnectionImpl, [
    { ...rest, resolve: false, ...(pool === undefined ? {} : { servers: [...pool] }) },
  ]);
  const protocol = new ProtocolHandler(connection.options, connection);
  protocol.listeners.push(new DialHook(protocol));
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
  readonly #protocol: ProtocolHandler;

  constructor(protocol: ProtocolHandler) {
    super();
    this.#protocol = protocol;
  }

  override push(status: Status | CallbackFn): void {
    if (typeof status !== "object" || status.type !== "reconnecting") return;
    useTransports(() => {
      // The next dial may be somebody else's.
      useTransports(() => new DenoTransport());
      return openTransport(this.#protocol);
    });
  }
}

function useTransports(factory: () => DenoTransport): void {
  setTransportFactory({ factory, urlParseFn: withWebSocketPort });
}

/** A transport that has its connection hear of a loss that nats-core would not act on. */
function openTransport(protocol: ProtocolHandler): DenoTransport {
  const transport = new DenoTransport();
  const { lastError } = protocol;
  transport.onLost = (error) => {
    if (protocol.connectError !== undefined && protocol.transport === transport) {
      // nats-core would wait for an answer until the time is over.
      const told = protocol.lastError === lastError ? undefined : protocol.lastError;
      protocol.connectError(error ?? told ?? new ConnectionError(endedEarly));
      return true;
    }
    // nats-core tells that the connection is lost, but not why.
    if (error instanceof ProtocolError) protocol.dispatchStatus({ type: "error", error });
    return false;
  };
  return transport;
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
