// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionOptions, Server, TlsOptions } from "@nats-io/nats-core/internal";
import { checkOptions, checkUnsupportedOption, Empty, errors } from "@nats-io/nats-core/internal";
import type { Link } from "./link.ts";
import { Greeting } from "./link.ts";

// Smaller buffers cost 1.3 to 2.7 times the CPU at 64 KiB payloads.
const readBufferSize = 256 * 1024;

/** Connects over TCP; upgrades to TLS where the server or the options ask for it. */
export async function openTcpLink(
  server: Server,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Link> {
  const link = options.tls?.handshakeFirst === true
    ? new TcpLink(await connectTls(server, options.tls, signal), true)
    : new TcpLink(await connectPlain(server, signal), false);
  const abort = () => link.abort();
  signal.addEventListener("abort", abort);
  try {
    await link.greet(server, options);
    signal.throwIfAborted();
    return link;
  } catch (error) {
    link.abort();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function connectPlain(server: Server, signal: AbortSignal): Promise<Deno.TcpConn> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port, signal });
  // With Nagle's algorithm a second small publish arrives 40 ms late.
  conn.setNoDelay(true);
  return conn;
}

async function connectTls(
  server: Server,
  tls: TlsOptions,
  signal: AbortSignal,
): Promise<Deno.TlsConn> {
  const conn = await connectPlain(server, signal);
  return await startTls(conn, server, tls);
}

/** Takes the connection over: it is closed where the handshake fails. */
async function startTls(
  conn: Deno.TcpConn,
  server: Server,
  tls: TlsOptions,
): Promise<Deno.TlsConn> {
  let upgraded: Deno.TlsConn | undefined;
  try {
    for (const name of ["cert", "certFile", "key", "keyFile"] as const) {
      checkUnsupportedOption(`tls.${name}`, tls[name]);
    }
    const caCerts = tls.ca !== undefined ? [tls.ca] : [];
    if (tls.caFile !== undefined) caCerts.push(await Deno.readTextFile(tls.caFile));
    const hostname = server.tlsName === "" ? server.hostname : server.tlsName;
    upgraded = await Deno.startTls(conn, { hostname, caCerts });
    await upgraded.handshake();
    return upgraded;
  } catch (error) {
    closeQuietly(upgraded ?? conn);
    throw error;
  }
}

class TcpLink implements Link {
  readonly #greeting = new Greeting();
  readonly #buffer = new Uint8Array(readBufferSize);
  #conn: Deno.TcpConn | Deno.TlsConn;
  #encrypted: boolean;

  constructor(conn: Deno.TcpConn | Deno.TlsConn, encrypted: boolean) {
    this.#conn = conn;
    this.#encrypted = encrypted;
  }

  get encrypted(): boolean {
    return this.#encrypted;
  }

  get greeting(): Uint8Array {
    return this.#greeting.bytes;
  }

  /** Reads INFO, then upgrades to TLS where that is wanted. */
  async greet(server: Server, options: ConnectionOptions): Promise<void> {
    let info;
    while (info === undefined) {
      const chunk = await this.read();
      if (chunk === null) {
        throw new errors.ConnectionError("the server closed the connection before its INFO");
      }
      info = this.#greeting.add(chunk);
    }
    checkOptions(info, options);
    const wanted = info.tls_required === true ||
      (info.tls_available === true && options.tls !== null);
    // `startTls` takes a plain connection only; after a TLS-first handshake there is none.
    if (!wanted || this.#encrypted) return;
    this.#conn = await startTls(this.#conn as Deno.TcpConn, server, options.tls ?? {});
    this.#encrypted = true;
    await this.write(Empty);
  }

  async read(): Promise<Uint8Array | null> {
    const n = await this.#conn.read(this.#buffer);
    // An exact copy: the parser hands out views of it as message payloads.
    return n === null ? null : this.#buffer.slice(0, n);
  }

  async write(data: Uint8Array): Promise<void> {
    let written = 0;
    while (written < data.length) {
      written += await this.#conn.write(written === 0 ? data : data.subarray(written));
    }
  }

  abort(): void {
    closeQuietly(this.#conn);
  }

  close(): Promise<void> {
    this.abort();
    return Promise.resolve();
  }
}

/** Closes a connection that may be closed already. */
function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
