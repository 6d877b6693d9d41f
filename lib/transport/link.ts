// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ServerInfo } from "@nats-io/nats-core/internal";
import { errors } from "@nats-io/nats-core/internal";
import { maxControlLine } from "./control_line.ts";
import { joinBytes } from "./join_bytes.ts";
import { parseServerInfo } from "./server_info.ts";

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

/** A server's first bytes, up to INFO or a little further. */
export interface Greeting {
  readonly info: ServerInfo;
  /** All that was read, INFO included. */
  readonly bytes: Uint8Array;
  /** How many bytes came after INFO. */
  readonly surplus: number;
}

const lf = 10;

/**
 * Reads until INFO is complete.
 *
 * @throws {ConnectionError} where the peer does not speak the NATS protocol
 */
export async function readGreeting(read: () => Promise<Uint8Array | null>): Promise<Greeting> {
  const parts: Uint8Array[] = [];
  let size = 0;
  while (true) {
    const chunk = await read();
    if (chunk === null) {
      throw new errors.ConnectionError("the server closed the connection before its INFO");
    }
    parts.push(chunk);
    const inChunk = chunk.indexOf(lf);
    if (inChunk >= 0) return parseGreeting(joinBytes(parts), size + inChunk + 1);
    size += chunk.length;
    if (size > maxControlLine) throw notNats("its first line does not end");
  }
}

/** @param end where the first line ends, its LF included */
function parseGreeting(bytes: Uint8Array, end: number): Greeting {
  const line = new TextDecoder().decode(bytes.subarray(0, end));
  const [, json] = /^INFO[ \t]+(.*)\r\n$/is.exec(line) ?? [];
  if (json === undefined) throw notNats("its first line is not INFO");
  try {
    return { info: parseServerInfo(json), bytes, surplus: bytes.length - end };
  } catch (cause) {
    throw notNats(`its INFO is wrong: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
}

function notNats(reason: string, cause?: unknown): Error {
  return new errors.ConnectionError(`the peer is not a nats-server: ${reason}`, { cause });
}
