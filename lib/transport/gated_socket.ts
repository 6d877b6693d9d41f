// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { Duplex } from "node:stream";
import { atMost } from "./at_most.ts";
import { closeQuietly, writeAll } from "./deno_stream.ts";

const readBufferSize = 64 * 1024;
/** How long to listen for the peer's reason after a write has failed, in milliseconds. */
const lastWordsMs = 250;

/**
 * A connection as a Node stream that reads from the peer only while its gate is open. The TLS of
 * `node:tls` reads on while nobody takes what it has decrypted, so it must be held back from below.
 */
export class GatedSocket extends Duplex {
  readonly #conn: Deno.Conn;
  readonly #buffer = new Uint8Array(readBufferSize);
  /** Resolves when there is nothing more to read. */
  readonly #over = Promise.withResolvers<void>();
  #gate: PromiseWithResolvers<void> | undefined;

  /** Takes the connection over; the gate is open. */
  constructor(conn: Deno.Conn) {
    super();
    this.#conn = conn;
  }

  /** Lets it read from the peer. */
  openGate(): void {
    this.#gate?.resolve();
    this.#gate = undefined;
  }

  /** Holds it back; a read that has begun goes through. */
  closeGate(): void {
    this.#gate ??= Promise.withResolvers<void>();
  }

  override _read(): void {
    this.#pull().catch((error) => this.destroy(error));
  }

  override _write(
    chunk: Uint8Array,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    writeAll(this.#conn, chunk).then(() => done(), async (error) => {
      await this.#lastWords();
      done(error);
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    closeQuietly(this.#conn);
    this.#over.resolve();
    this.openGate();
    done(error);
  }

  async #pull(): Promise<void> {
    try {
      await this.#gate?.promise;
      const n = this.destroyed ? null : await this.#conn.read(this.#buffer);
      if (n === null) this.#over.resolve();
      this.push(n === null ? null : this.#buffer.slice(0, n));
    } catch (error) {
      this.#over.resolve();
      throw error;
    }
  }

  /** A peer that has gone may have said why: that is to be heard before the failure of a write. */
  async #lastWords(): Promise<void> {
    this.openGate();
    await atMost(lastWordsMs, this.#over.promise);
  }
}
