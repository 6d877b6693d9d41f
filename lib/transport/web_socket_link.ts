// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionOptions, Server } from "@nats-io/nats-core/internal";
import { checkOptions, errors } from "@nats-io/nats-core/internal";
import type { Link } from "./link.ts";
import { Greeting } from "./link.ts";

/** How long a peer may take to answer a closing handshake, in milliseconds. */
const closingTimeMs = 1000;

/** Connects over WebSocket, to a `ws://` or `wss://` URL. */
export async function openWebSocketLink(
  url: string,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Link> {
  signal.throwIfAborted();
  const link = new WebSocketLink(url);
  const abort = () => void link.close();
  signal.addEventListener("abort", abort);
  try {
    await link.greet(options);
    signal.throwIfAborted();
    return link;
  } catch (error) {
    await link.close();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** The URL a server is reached by, with the port made explicit. */
export function webSocketUrl(server: Server, encrypted: boolean): string {
  const path = /^wss?:\/\/[^/?]*([/?].*)?$/i.exec(server.src)?.[1] ?? "";
  return `${encrypted ? "wss" : "ws"}://${server.listen}${path}`;
}

class WebSocketLink implements Link {
  readonly encrypted: boolean;
  readonly #greeting = new Greeting();
  readonly #socket: WebSocket;
  readonly #closed = Promise.withResolvers<void>();
  #chunks: Uint8Array[] = [];
  #failure: Error | undefined;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(url: string) {
    this.encrypted = url.startsWith("wss:");
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => {
      this.#chunks.push(
        data instanceof ArrayBuffer ? new Uint8Array(data) : new TextEncoder().encode(`${data}`),
      );
      this.#wake?.();
    };
    this.#socket.onerror = (event) => {
      const reason = event instanceof ErrorEvent ? event.message : "WebSocket error";
      this.#end(new errors.ConnectionError(reason));
    };
    this.#socket.onclose = ({ reason, wasClean }) => {
      this.#end(wasClean || reason === "" ? undefined : new errors.ConnectionError(reason));
      this.#closed.resolve();
    };
  }

  get greeting(): Uint8Array {
    return this.#greeting.bytes;
  }

  async greet(options: ConnectionOptions): Promise<void> {
    let info;
    while (info === undefined) {
      const chunk = await this.read();
      if (chunk === null) {
        throw new errors.ConnectionError("the server closed the connection before its INFO");
      }
      info = this.#greeting.add(chunk);
    }
    // TLS is the URL's business here, not the protocol's.
    checkOptions({ ...info, tls_available: this.encrypted }, options);
  }

  async read(): Promise<Uint8Array | null> {
    while (this.#chunks.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) return chunk;
    if (this.#failure !== undefined) throw this.#failure;
    return null;
  }

  write(data: Uint8Array): Promise<void> {
    if (data.length === 0) return Promise.resolve();
    try {
      this.#socket.send(new Uint8Array(data));
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async close(): Promise<void> {
    this.#end(undefined);
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#socket.close();
    // A frozen peer never answers the closing handshake.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, closingTimeMs));
    await Promise.race([this.#closed.promise, late]);
    clearTimeout(timer);
  }

  #end(failure: Error | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#wake?.();
  }
}
