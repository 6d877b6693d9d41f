// Copyright 2026 the natsrig authors. Apache-2.0 license.

import {
  beginsControlLine,
  checkControlLine,
  maxControlLine,
  notOfProtocol,
  skipMessage,
} from "./control_line.ts";
import { joinBytes } from "./join_bytes.ts";

const cr = 13;
const lf = 10;
/** Bytes of the CRLF after a payload. */
const tailSize = 2;
/** Up to here, what is held is looked at each time; then its verb is known. */
const verbSize = 8;

/** How far the bytes of a chunk may pass, and what is wrong with those that may not. */
interface Span {
  readonly end: number;
  readonly error?: Error;
}

/**
 * Stands before nats-core's parser, which prints what it cannot read, or skips it in silence: lets
 * the server's bytes pass unchanged as long as they are of the protocol. Of control lines it lets
 * whole ones pass only.
 *
 * @example
 * ```ts
 * import { ProtocolGuard } from "./protocol_guard.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const guard = new ProtocolGuard();
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * assertEquals([...guard.pass(bytes("PING\r\nPO"))], [bytes("PING\r\n")]);
 * assertEquals([...guard.pass(bytes("NG\r\n"))], [bytes("PONG\r\n")]);
 * assertThrows(() => [...guard.pass(bytes("HTTP/1.1 400\r\n"))], Error, "no line of the protocol");
 * ```
 */
export class ProtocolGuard {
  /** The beginning of a control line. */
  #held: Uint8Array[] = [];
  #heldSize = 0;
  /** Bytes still to come of a payload and its CRLF. */
  #due = 0;

  /**
   * What may pass after the server's next bytes.
   *
   * @throws {ProtocolError} after the last bytes that are of the protocol
   */
  *pass(chunk: Uint8Array): Generator<Uint8Array, void, void> {
    let start = 0;
    if (this.#heldSize > 0) {
      const end = chunk.indexOf(lf);
      this.#hold(chunk.subarray(0, end < 0 ? chunk.length : end + 1));
      if (end < 0) return;
      yield this.#release();
      start = end + 1;
    }
    const { end, error } = this.#scan(chunk, start);
    if (end > start) yield start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end);
    if (error !== undefined) throw error;
    if (end < chunk.length) this.#hold(chunk.slice(end));
  }

  /** Goes over whole lines and payloads, until a line that does not end in the chunk. */
  #scan(chunk: Uint8Array, from: number): Span {
    // A message passes with its line: up to here, all is well.
    let good = from;
    let at = from;
    try {
      while (at < chunk.length) {
        if (this.#due > 0) {
          at = this.#checkPayload(chunk, at);
        } else {
          good = at;
          const next = skipMessage(chunk, at);
          if (next > 0) {
            at = next;
            continue;
          }
          const end = chunk.indexOf(lf, at);
          if (end < 0) return { end: at };
          this.#expect(checkControlLine(chunk, at, end));
          at = end + 1;
        }
      }
      return { end: at };
    } catch (error) {
      return { end: good, error: error instanceof Error ? error : new Error(`${error}`) };
    }
  }

  /** @returns where the payload's part in the chunk ends, its CRLF included */
  #checkPayload(chunk: Uint8Array, at: number): number {
    const end = Math.min(at + this.#due, chunk.length);
    for (let i = Math.max(at, at + this.#due - tailSize); i < end; i++) {
      const wanted = at + this.#due - i === tailSize ? cr : lf;
      if (chunk[i] !== wanted) {
        throw notOfProtocol(chunk.subarray(i), "the payload before it is not of its size");
      }
    }
    this.#due -= end - at;
    return end;
  }

  #expect(size: number): void {
    this.#due = size < 0 ? 0 : size + tailSize;
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(bytes);
    this.#heldSize += bytes.length;
    if (this.#heldSize > maxControlLine) {
      throw notOfProtocol(joinBytes(this.#held), "its line does not end");
    }
    const start = this.#heldSize - bytes.length < verbSize ? joinBytes(this.#held) : undefined;
    if (start !== undefined && !beginsControlLine(start)) {
      throw notOfProtocol(start, "that is no line of the protocol");
    }
  }

  /** The line that is whole now. */
  #release(): Uint8Array {
    const line = joinBytes(this.#held);
    this.#held = [];
    this.#heldSize = 0;
    this.#expect(checkControlLine(line, 0, line.length - 1));
    return line;
  }
}
