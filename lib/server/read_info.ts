// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { isRecord } from "./monitor.ts";

/**
 * Connects as a client would and reads the server's first line, the INFO object.
 *
 * @returns `undefined` where the server says nothing for `silenceMs`, as one with a TLS handshake
 * first does
 */
export async function readInfo(
  port: number,
  options: { readonly signal: AbortSignal; readonly silenceMs: number },
): Promise<Record<string, unknown> | undefined> {
  const { signal } = options;
  const connection = await Deno.connect({ hostname: "127.0.0.1", port, signal });
  let silent = false;
  let closed = false;
  const close = () => {
    closed = true;
    connection.close();
  };
  const timer = setTimeout(() => {
    silent = true;
    close();
  }, options.silenceMs);
  signal.addEventListener("abort", close, { once: true });
  try {
    signal.throwIfAborted();
    return parseInfo(await readFirstLine(connection));
  } catch (error) {
    signal.throwIfAborted();
    if (silent) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", close);
    // An abort while the listener was there has closed it already.
    if (!closed) close();
  }
}

async function readFirstLine(connection: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(16 * 1024);
  const decoder = new TextDecoder();
  let text = "";
  while (!text.includes("\n")) {
    const count = await connection.read(buffer);
    if (count === null) throw new Error(`The server closed the connection after '${text}'`);
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  return text.slice(0, text.indexOf("\n"));
}

function parseInfo(line: string): Record<string, unknown> {
  const info: unknown = line.startsWith("INFO ") ? JSON.parse(line.slice(5)) : undefined;
  if (!isRecord(info)) throw new Error(`The server's first line is not INFO: '${line}'`);
  return info;
}
