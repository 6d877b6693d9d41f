// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionOptions, Server } from "@nats-io/nats-core/internal";
import { checkOptions, errors } from "@nats-io/nats-core/internal";
import { atMost } from "./at_most.ts";
import type { Link } from "./link.ts";
import { readGreeting } from "./link.ts";
import { explainTlsFailure } from "./tls_failure.ts";
import type { TransportTlsOptions } from "./tls_settings.ts";

/** How long a peer may take to answer a closing handshake, in milliseconds. */
const closingTimeMs = 1000;
/** A write waits while more bytes than this have not left yet. */
const highWater = 256 * 1024;
/** How often a write that waits looks whether they have, in milliseconds. */
const writePollMs = 2;

/** Connects over WebSocket, to a `ws://` or `wss://` URL. */
export async function openWebSocketLink(
  url: string,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Link> {
  const client = url.startsWith("wss:") ? await tlsClient(options.tls ?? {}) : undefined;
  const link = openLink(url, client, signal);
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

/** What makes connections with certificates of one's own; undefined where there are none. */
async function tlsClient(tls: TransportTlsOptions): Promise<Deno.HttpClient | undefined> {
  if (tls.serverName !== undefined) {
    throw new errors.ConnectionError(
      `Cannot connect as 'tls.serverName' must be left out for wss:// URLs, where the name is the URL's: current value is ${
        JSON.stringify(tls.serverName)
      }`,
    );
  }
  // Loaded here, as most connections need none of it.
  const { readTlsSettings } = await import("./tls_settings.ts");
  const { caCerts, pair } = await readTlsSettings(tls);
  if (caCerts.length === 0 && pair === undefined) return undefined;
  return Deno.createHttpClient({ caCerts: [...caCerts], ...pair });
}

/** Takes the client over: it is closed where there is to be no link. */
function openLink(
  url: string,
  client: Deno.HttpClient | undefined,
  signal: AbortSignal,
): WebSocketLink {
  try {
    signal.throwIfAborted();
    return new WebSocketLink(url, client);
  } catch (error) {
    client?.close();
    throw error;
  }
}

class WebSocketLink implements Link {
  readonly encrypted: boolean;
  readonly #socket: WebSocket;
  readonly #client: Deno.HttpClient | undefined;
  readonly #closed = Promise.withResolvers<void>();
  #greeting: Uint8Array = new Uint8Array(0);
  #chunks: Uint8Array[] = [];
  #failure: Error | undefined;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(url: string, client: Deno.HttpClient | undefined) {
    this.encrypted = url.startsWith("wss:");
    this.#client = client;
    this.#socket = client === undefined ? new WebSocket(url) : new WebSocket(url, { client });
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => {
      this.#chunks.push(
        data instanceof ArrayBuffer ? new Uint8Array(data) : new TextEncoder().encode(`${data}`),
      );
      this.#wake?.();
    };
    this.#socket.onerror = (event) => {
      const reason = event instanceof ErrorEvent ? event.message : "WebSocket error";
      const error = new Error(reason);
      const { hostname } = new URL(url);
      this.#end(explainTlsFailure(error, hostname) ?? new errors.ConnectionError(reason));
    };
    this.#socket.onclose = ({ reason, wasClean }) => {
      this.#end(wasClean || reason === "" ? undefined : new errors.ConnectionError(reason));
      this.#client?.close();
      this.#closed.resolve();
    };
  }

  get greeting(): Uint8Array {
    return this.#greeting;
  }

  async greet(options: ConnectionOptions): Promise<void> {
    const { info, bytes } = await readGreeting(() => this.read());
    this.#greeting = bytes;
    // TLS is the URL's business here, not the protocol's.
    checkOptions({ ...info, tls_required: false, tls_available: this.encrypted }, options);
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

  async write(data: Uint8Array): Promise<void> {
    if (this.#ended || this.#socket.readyState !== WebSocket.OPEN) {
      throw this.#failure ?? new errors.ConnectionError("the WebSocket is closed");
    }
    if (data.length > 0) this.#socket.send(new Uint8Array(data));
    // There is no event for it.
    while (this.#socket.bufferedAmount > highWater && !this.#ended) {
      await new Promise<void>((resolve) => setTimeout(resolve, writePollMs));
    }
  }

  async close(): Promise<void> {
    this.#end(undefined);
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#socket.close();
    // A frozen peer never answers the closing handshake.
    await atMost(closingTimeMs, this.#closed.promise);
  }

  #end(failure: Error | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#wake?.();
  }
}
