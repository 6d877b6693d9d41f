// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionOptions, Deferred, Server, Transport } from "@nats-io/nats-core/internal";
import { deferred, errors } from "@nats-io/nats-core/internal";
import { setImmediate } from "node:timers";
import { atMost } from "./at_most.ts";
import type { Link } from "./link.ts";
import { ProtocolGuard } from "./protocol_guard.ts";
import { openTcpLink } from "./tcp_link.ts";
import { openWebSocketLink, webSocketUrl } from "./web_socket_link.ts";

/** Frames that wait for the socket are joined up to this size; larger ones go out as they are. */
const joinBelow = 16 * 1024;
/**
 * After so many bytes others get a turn. Bytes that are there already are read without one, and
 * who takes messages by promises would see one of them for each chunk.
 */
const turnSize = 64 * 1024;
/** How long what is already queued may take when the connection is dropped, in milliseconds. */
const lastWordsMs = 250;

/** The kind of link each connection used last, by its options object; gossiped servers share it. */
const lastScheme = new WeakMap<ConnectionOptions, Scheme>();

type Scheme = "tcp" | "ws" | "wss";

/**
 * A transport of nats-core that chooses TCP or WebSocket by the URL of the server it connects to,
 * so that both kinds of connections live and reconnect side by side.
 */
export class DenoTransport implements Transport {
  readonly lang = "nats.deno";
  readonly version = "3.4.0";
  closeError?: Error;
  readonly #closed: Deferred<void | Error> = deferred();
  readonly #dial = new AbortController();
  /** Called when all that was sent has been handed to the operating system. */
  onIdle: (() => void) | undefined = undefined;
  /** Called when the connection was lost, with the reason; true where that is all to be done. */
  onLost: ((error: Error | undefined) => boolean) | undefined = undefined;
  #link: Link | undefined;
  #done = false;
  #frames: Uint8Array[] = [];
  #pump: Promise<void> | undefined;

  get isClosed(): boolean {
    return this.#done;
  }

  /** Whether bytes wait for the operating system; `onIdle` tells the end of it. */
  get writing(): boolean {
    return this.#pump !== undefined;
  }

  /**
   * Connects and reads INFO.
   *
   * @throws {ConnectionError} where the server cannot be reached or does not speak NATS
   */
  async connect(server: Server, options: ConnectionOptions): Promise<void> {
    try {
      const link = await open(server, options, this.#dial.signal);
      if (this.#done) {
        await link.close();
        throw new Error("the connection was closed while it was being made");
      }
      this.#link = link;
    } catch (error) {
      throw toTyped(error);
    }
  }

  /** The server's bytes, from INFO on, as far as they are NATS; ends with the connection. */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    const link = this.#link;
    if (link === undefined) return;
    const guard = new ProtocolGuard();
    // It stays where nats-core leaves the loop: somebody's callback has thrown.
    let failure: Error | undefined = new errors.ProtocolError(
      "reading the server's messages failed",
    );
    try {
      yield* guard.pass(link.greeting);
      for (let sinceTurn = 0; !this.#done;) {
        const chunk = await link.read();
        if (chunk === null) break;
        yield* guard.pass(chunk);
        sinceTurn += chunk.length;
        if (sinceTurn < turnSize) continue;
        sinceTurn = 0;
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      failure = undefined;
    } catch (error) {
      failure = toTyped(error);
    } finally {
      await this.#lose(failure);
    }
  }

  isEncrypted(): boolean {
    return this.#link?.encrypted ?? false;
  }

  /** Queues bytes; a write that fails ends the connection with its error. */
  send(frame: Uint8Array): void {
    if (this.#done) return;
    this.#frames.push(frame);
    this.#pump ??= this.#write();
  }

  /** Ends the connection at once. What is queued is lost. */
  async close(error?: Error): Promise<void> {
    if (!this.#done) {
      this.#done = true;
      if (error !== undefined) this.closeError = error;
    }
    this.#frames = [];
    this.#dial.abort();
    await this.#link?.close();
  }

  /** Drops the connection, so that nats-core reconnects; what is queued gets a moment to leave. */
  disconnect(): void {
    this.#dropSoon().catch((error) => this.#lose(toTyped(error)));
  }

  /** Resolves when the connection was lost (not when it was closed), with the reason. */
  closed(): Promise<void | Error> {
    return this.#closed;
  }

  /** Frees a socket that nats-core has given up on. */
  discard(): void {
    if (!this.#done) this.#dial.abort();
    this.#link?.close().catch((error) => this.#lose(toTyped(error)));
  }

  async #dropSoon(): Promise<void> {
    await atMost(lastWordsMs, this.#pump ?? Promise.resolve());
    await this.#lose(undefined);
  }

  async #lose(error: Error | undefined): Promise<void> {
    const first = !this.#done;
    this.#done = true;
    this.#frames = [];
    if (first && error !== undefined) this.closeError = error;
    await this.#link?.close();
    if (!first) return;
    // nats-core has yet to act on the last bytes: only then does it know what was lost.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (this.onLost?.(error) !== true) this.#closed.resolve(error);
  }

  async #write(): Promise<void> {
    try {
      while (this.#frames.length > 0 && !this.#done) {
        await this.#link?.write(this.#next());
      }
      this.#pump = undefined;
    } catch (error) {
      if (!this.#done) await this.#lose(toTyped(error));
    }
    if (!this.#done) this.onIdle?.();
  }

  /** The next frame, joined with small ones that follow. */
  #next(): Uint8Array {
    let count = 0;
    let size = 0;
    for (const frame of this.#frames) {
      if (count > 0 && size + frame.length > joinBelow) break;
      size += frame.length;
      count++;
    }
    const taken = this.#frames.splice(0, count);
    const [only] = taken;
    if (taken.length === 1 && only !== undefined) return only;
    const joined = new Uint8Array(size);
    let at = 0;
    for (const frame of taken) {
      joined.set(frame, at);
      at += frame.length;
    }
    return joined;
  }
}

async function open(
  server: Server,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Link> {
  const named = /^(wss?):\/\//i.exec(server.src)?.[1]?.toLowerCase();
  const inherited = server.gossiped ? lastScheme.get(options) : undefined;
  const scheme: Scheme = named === "ws" || named === "wss" ? named : inherited ?? "tcp";
  const link = scheme === "tcp"
    ? await openTcpLink(server, options, signal)
    : await openWebSocketLink(webSocketUrl(server, scheme === "wss"), options, signal);
  lastScheme.set(options, scheme);
  return link;
}

/** The error as one of nats-core's. */
function toTyped(error: unknown): Error {
  if (error instanceof errors.ConnectionError || error instanceof errors.ProtocolError) {
    return error;
  }
  const message = error instanceof Error ? error.message.toLowerCase() : `${error}`;
  return new errors.ConnectionError(message, { cause: error });
}
