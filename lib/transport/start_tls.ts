// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { errors } from "@nats-io/nats-core/internal";
import type { ByteStream } from "./byte_stream.ts";
import { closeQuietly, DenoStream } from "./deno_stream.ts";
import { startNodeTls } from "./node_tls_stream.ts";
import { explainTlsFailure } from "./tls_failure.ts";
import type { TransportTlsOptions } from "./tls_settings.ts";
import { readTlsSettings } from "./tls_settings.ts";

/** Whom to connect to, and how long to try. */
export interface TlsTarget {
  /** The host, where the options name no other. */
  readonly host: string;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/**
 * Makes a TLS connection of a plain one, which is taken over: it is closed where that fails. Files
 * are read now.
 *
 * @throws {ConnectionError} which names the option to change
 */
export async function startTls(
  conn: Deno.TcpConn,
  tls: TransportTlsOptions,
  { host, signal }: TlsTarget,
): Promise<ByteStream> {
  let name = host;
  try {
    const settings = await readTlsSettings(tls);
    signal.throwIfAborted();
    name = settings.serverName ?? host;
    return settings.pair === undefined
      ? await startDenoTls(conn, { hostname: name, caCerts: [...settings.caCerts] }, signal)
      : await startNodeTls(conn, name, { settings, signal });
  } catch (error) {
    closeQuietly(conn);
    signal.throwIfAborted();
    if (error instanceof errors.ConnectionError) throw error;
    const reason = error instanceof Error ? error.message : `${error}`;
    throw explainTlsFailure(error, name) ??
      new errors.ConnectionError(`the TLS handshake with ${name} failed: ${reason}`, {
        cause: error,
      });
  }
}

async function startDenoTls(
  conn: Deno.TcpConn,
  options: Deno.StartTlsOptions,
  signal: AbortSignal,
): Promise<ByteStream> {
  let upgraded: Deno.TlsConn | undefined;
  const abort = () => closeQuietly(upgraded ?? conn);
  signal.addEventListener("abort", abort);
  try {
    upgraded = await Deno.startTls(conn, options);
    signal.throwIfAborted();
    await upgraded.handshake();
    return new DenoStream(upgraded);
  } catch (error) {
    abort();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
