// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionOptions, NatsConnection } from "@nats-io/nats-core/internal";
import { NatsConnectionImpl, setTransportFactory } from "@nats-io/nats-core/internal";
import { DenoTransport } from "./deno_transport.ts";

/**
 * Connects to a NATS server over Deno's sockets, with nats-core's options and defaults. Servers
 * are `host:port`, `nats://host:port`, or, unlike in the original, `ws://` and `wss://` URLs; one
 * connection may have both kinds. The options object is not changed.
 *
 * @throws {ConnectionError} where no server could be reached
 * @throws {AuthorizationError} where the server refused the credentials
 */
export async function connect(options: ConnectionOptions = {}): Promise<NatsConnection> {
  setTransportFactory({ factory: () => new DenoTransport(), urlParseFn: withWebSocketPort });
  // Deno resolves names itself (the hosts file included), so nats-core need not.
  const { resolve: _, ...rest } = options;
  const servers = typeof rest.servers === "string" ? [rest.servers] : rest.servers;
  return await NatsConnectionImpl.connect(
    servers === undefined ? rest : { ...rest, servers: [...servers] },
  );
}

/** nats-core gives a URL without a port 4222, also where its scheme has another default. */
function withWebSocketPort(url: string): string {
  const match = /^(wss?):\/\/([^/?]*)(.*)$/i.exec(url);
  const [, scheme, host, path] = match ?? [];
  if (scheme === undefined || host === undefined || /:\d+$/.test(host)) return url;
  return `${scheme}://${host}:${scheme.toLowerCase() === "wss" ? 443 : 80}${path ?? ""}`;
}
