// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { errors } from "@nats-io/nats-core/internal";
import { isIP } from "node:net";
import type { TLSSocket } from "node:tls";
import { connect } from "node:tls";
import type { ByteStream } from "./byte_stream.ts";
import { closeQuietly } from "./deno_stream.ts";
import { GatedSocket } from "./gated_socket.ts";
import { explainTlsFailure } from "./tls_failure.ts";
import type { TlsSettings, TransportTlsOptions } from "./tls_settings.ts";
import { readTlsSettings } from "./tls_settings.ts";

/** Whom to connect to, and how long to try. */
export interface TlsTarget {
  /** The name or address that the certificate must be for, where the options have no other. */
  readonly host: string;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/**
 * Makes a TLS connection of a plain one, which is taken over: it ends with the stream, and where
 * the handshake fails. Files are read now.
 *
 * By `node:tls`, as `Deno.startTls` shows no client certificates, and keeps the socket of a peer
 * that is silent in the handshake, even when it is closed.
 *
 * @throws {ConnectionError} which names the option to change
 */
export async function startTls(
  conn: Deno.TcpConn,
  tls: TransportTlsOptions,
  { host, signal }: TlsTarget,
): Promise<ByteStream> {
  const name = tls.serverName ?? host;
  try {
    const settings = await readTlsSettings(tls);
    signal.throwIfAborted();
    return await shakeHands(new TlsStream(conn, name, settings), signal);
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

async function shakeHands(stream: TlsStream, signal: AbortSignal): Promise<ByteStream> {
  const abort = () => stream.close();
  signal.addEventListener("abort", abort);
  try {
    await stream.secured();
    return stream;
  } catch (error) {
    stream.close();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

class TlsStream implements ByteStream {
  readonly #secure: TLSSocket;
  readonly #socket: GatedSocket;
  readonly #handshake = Promise.withResolvers<void>();
  #failure: Error | undefined;
  #ended = false;
  #wake: (() => void) | undefined;
  #endWrite: ((error: Error) => void) | undefined;

  constructor(conn: Deno.TcpConn, host: string, { caCerts, pair }: TlsSettings) {
    const socket = new GatedSocket(conn);
    const secure = connect({
      socket,
      host,
      // An address cannot be asked for by name.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      // In the place of the machine's: reading those as well would take 20 ms at each connect.
      ...(caCerts.length > 0 ? { ca: [...caCerts] } : {}),
      ...pair,
    });
    this.#secure = secure;
    this.#socket = socket;
    secure.on("secureConnect", () => {
      socket.closeGate();
      this.#handshake.resolve();
    });
    secure.on("readable", () => this.#wake?.());
    secure.on("error", (error: Error) => this.#end(error));
    secure.on("end", () => this.#end(undefined));
    secure.on("close", () => this.#end(undefined));
  }

  /** Resolves when the handshake is done. */
  secured(): Promise<void> {
    return this.#handshake.promise;
  }

  async read(): Promise<Uint8Array | null> {
    while (true) {
      const chunk: Uint8Array | null = this.#secure.read();
      // A plain array: payloads are views of it, and a Buffer's `slice` does not copy.
      if (chunk !== null) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#ended) return null;
      this.#socket.openGate();
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#socket.closeGate();
    }
  }

  async write(data: Uint8Array): Promise<void> {
    if (this.#ended) throw this.#lost();
    await new Promise<void>((resolve, reject) => {
      this.#endWrite = reject;
      this.#secure.write(data, (error) => error ? reject(error) : resolve());
    });
  }

  close(): void {
    this.#end(undefined);
    this.#secure.destroy();
    this.#socket.destroy();
  }

  #end(failure: Error | undefined): void {
    this.#ended = true;
    this.#failure ??= failure;
    this.#wake?.();
    this.#endWrite?.(this.#lost());
    this.#handshake.reject(this.#lost());
  }

  #lost(): Error {
    return this.#failure ?? new Error("the connection was closed");
  }
}
