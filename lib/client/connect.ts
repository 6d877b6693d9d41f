// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { connect as connectCore } from "@nats-io/transport-deno";
import type { ConnectionOptions } from "@nats-io/nats-core";
import { callBack } from "./call_back.ts";
import { Client } from "./client.ts";
import type { ConnectOptions } from "./connect_options.ts";
import { toCoreOptions } from "./core_options.ts";
import { loadConnectOptions } from "./load_connect_options.ts";
import { notify } from "./notify.ts";
import { toClientError } from "./to_client_error.ts";
import type { ClientStatus } from "./status.ts";
import { refuseUnsupported } from "./unsupported.ts";
import { within } from "./wait.ts";

/** What goes along with connecting, but is no option of the connection. */
export interface ConnectContext {
  /** Gives up connecting. The connection, once made, does not depend on it. */
  readonly signal?: AbortSignal;
  /** Sees each change of the connection, from `connecting` on. */
  readonly onStatus?: (status: ClientStatus) => void;
}

/**
 * Connects, and waits for the server's answer.
 *
 * @example
 * ```ts
 * import { connect, startServer } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer();
 * await using client = await connect({ servers: server.url });
 * const subscription = client.subscribe("greet.*", { max: 1 });
 * client.publish("greet.joe", "hello");
 * assertEquals((await subscription.next({ timeoutMs: 1000 })).text(), "hello");
 * ```
 *
 * @throws {ClientError} `invalid-option`, `connection`, `authentication`, `timeout`
 */
export async function connect(
  options: ConnectOptions = {},
  context: ConnectContext = {},
): Promise<Client> {
  const { signal, onStatus } = context;
  const settings = loadConnectOptions(options);
  refuseUnsupported(settings);
  const told = (status: ClientStatus) => {
    callBack(settings, status);
    if (onStatus !== undefined) notify(onStatus, status);
  };
  let client: Client | undefined;
  const checkpoint = () => {
    if (client === undefined) signal?.throwIfAborted();
  };
  const core = toCoreOptions(settings, checkpoint, (error) => client?.reportError(error));
  told({ status: "connecting", at: performance.now() });
  const dialled = connectCore(withSignal(core, signal));
  try {
    const connection = await within(dialled, signal === undefined ? {} : { signal }, "connect");
    client = new Client(connection, settings);
    client.onStatus(told);
    told({ status: "connect", at: performance.now(), server: connection.getServer() });
    return client;
  } catch (error) {
    if (!signal?.aborted) throw toClientError(error, `connect to ${settings.servers.join(", ")}`);
    // Given up: a connection that is made nevertheless must not stay.
    dialled.then((connection) => connection.close(), () => "it has failed by itself");
    throw signal.reason;
  }
}

/** natsrig's transport ends the attempt under way; the original goes on to its end. */
function withSignal(core: ConnectionOptions, signal: AbortSignal | undefined): ConnectionOptions {
  if (signal === undefined) return core;
  const extended: ConnectionOptions & { readonly signal: AbortSignal } = { ...core, signal };
  return extended;
}
