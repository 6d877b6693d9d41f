// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionOptions, Server, ServerInfo } from "@nats-io/nats-core/internal";
import { checkOptions, errors } from "@nats-io/nats-core/internal";
import type { ByteStream } from "./byte_stream.ts";
import { DenoStream } from "./deno_stream.ts";
import type { Link } from "./link.ts";
import { readGreeting } from "./link.ts";
import { explainTlsFailure } from "./tls_failure.ts";

/**
 * Connects over TCP; upgrades to TLS where the server or the options ask for it.
 *
 * @throws {ConnectionError} where the peer does not speak NATS, or TLS does not come about
 */
export async function openTcpLink(
  server: Server,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Link> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port, signal });
  // A server that another one told of goes by that one's name.
  const host = server.tlsName === "" ? hostname : server.tlsName;
  const secure = async () => {
    // Loaded here: it takes 20 ms, and most connections need none of it.
    const { startTls } = await import("./tls_stream.ts");
    return await startTls(conn, options.tls ?? {}, { host, signal });
  };
  let stream: ByteStream = new DenoStream(conn);
  const abort = () => stream.close();
  signal.addEventListener("abort", abort);
  try {
    // With Nagle's algorithm a second small publish arrives 40 ms late.
    conn.setNoDelay(true);
    const tlsFirst = options.tls?.handshakeFirst === true;
    if (tlsFirst) stream = await secure();
    const { info, bytes, surplus } = await readGreeting(() => stream.read());
    checkOptions(info, options);
    const upgrade = !tlsFirst && wantsTls(server, info, options);
    if (upgrade) {
      // Whoever sits in between could have put it there.
      if (surplus > 0) throw refusal("the server said more than its INFO before TLS");
      stream = await secure();
    }
    signal.throwIfAborted();
    return new TcpLink(stream, { host, encrypted: tlsFirst || upgrade, greeting: bytes });
  } catch (error) {
    stream.close();
    throw explainTlsFailure(error, host) ?? error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** @throws {ConnectionError} where the server's wish cannot be reconciled with the options */
function wantsTls(server: Server, info: ServerInfo, { tls }: ConnectionOptions): boolean {
  const required = info.tls_required === true;
  const offered = required || info.tls_available === true;
  if (!offered && /^tls:\/\//i.test(server.src)) throw refusal("server does not support 'tls'");
  if (tls === null && required) {
    throw refusal("the server requires TLS, which 'tls' rules out; leave that option out");
  }
  if (!offered || tls === null) return false;
  const shown = tls?.cert ?? tls?.certFile ?? tls?.key ?? tls?.keyFile;
  if (required && info.tls_verify === true && shown === undefined) {
    throw refusal(
      "the server wants a client certificate; give it by 'tls.certFile' and 'tls.keyFile', or 'tls.cert' and 'tls.key'",
    );
  }
  return true;
}

class TcpLink implements Link {
  readonly encrypted: boolean;
  readonly greeting: Uint8Array;
  readonly #stream: ByteStream;
  readonly #host: string;

  constructor(
    stream: ByteStream,
    opened: Pick<Link, "encrypted" | "greeting"> & { readonly host: string },
  ) {
    this.#stream = stream;
    this.#host = opened.host;
    this.encrypted = opened.encrypted;
    this.greeting = opened.greeting;
  }

  read(): Promise<Uint8Array | null> {
    return this.#explained(this.#stream.read());
  }

  write(data: Uint8Array): Promise<void> {
    return this.#explained(this.#stream.write(data));
  }

  close(): Promise<void> {
    this.#stream.close();
    return Promise.resolve();
  }

  /** A server that refuses the client's certificate says so after the handshake only. */
  #explained<T>(result: Promise<T>): Promise<T> {
    if (!this.encrypted) return result;
    return result.catch((error) => {
      throw explainTlsFailure(error, this.#host) ?? error;
    });
  }
}

function refusal(message: string): Error {
  return new errors.ConnectionError(message);
}
