// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ServerInfo } from "@nats-io/nats-core/internal";
import { errors, INFO } from "@nats-io/nats-core/internal";

/** An open byte stream to a server, of whatever kind: TCP, TLS, WebSocket. */
export interface Link {
  readonly encrypted: boolean;
  /** What has been read while waiting for INFO, INFO included. */
  readonly greeting: Uint8Array;
  /** The next bytes, which the caller may keep; null at the end. */
  read(): Promise<Uint8Array | null>;
  /** Resolves when the bytes have been handed to the operating system. */
  write(data: Uint8Array): Promise<void>;
  /** Frees the socket. A pending read or write ends. May be called again. */
  close(): Promise<void>;
}

const maxGreeting = 1024 * 1024;

/** Collects a server's first bytes until INFO is complete. */
export class Greeting {
  #bytes: Uint8Array = new Uint8Array(0);

  /** All bytes so far. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /**
   * Adds bytes.
   *
   * @returns the server's INFO once it is complete
   * @throws {ConnectionError} where the peer does not speak the NATS protocol
   */
  add(chunk: Uint8Array): ServerInfo | undefined {
    const joined = new Uint8Array(this.#bytes.length + chunk.length);
    joined.set(this.#bytes);
    joined.set(chunk, this.#bytes.length);
    this.#bytes = joined;
    const end = joined.indexOf(10);
    if (end < 0) {
      if (joined.length <= maxGreeting) return undefined;
      throw notNats("its first line does not end");
    }
    const match = INFO.exec(new TextDecoder().decode(joined.subarray(0, end + 1)));
    if (match === null) throw notNats("its first line is not INFO");
    try {
      return JSON.parse(match[1] ?? "");
    } catch (cause) {
      throw notNats("its INFO is not JSON", cause);
    }
  }
}

function notNats(reason: string, cause?: unknown): Error {
  return new errors.ConnectionError(`the peer is not a nats-server: ${reason}`, { cause });
}
