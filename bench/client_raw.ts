// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The least that speaks to a NATS server: what a client in this language can reach at best. It
 * knows neither headers, errors of its own, nor reconnects.
 *
 * @module
 */

import type { Link } from "./client_link.ts";

/** A message; its parts are views that hold until the callback returns. */
export interface RawMessage {
  readonly subject: Uint8Array;
  /** Empty where no answer is awaited. */
  readonly reply: Uint8Array;
  readonly data: Uint8Array;
}

/** Connects by raw sockets. */
export async function openRaw(url: string): Promise<Link> {
  const connection = await RawConnection.open(url);
  const without = () => Promise.reject(new Error("Raw sockets speak no JetStream"));
  return {
    publish: (subject, data) => connection.publish(subject, data),
    flush: () => connection.flush(),
    subscribe: (subject, receive) =>
      connection.subscribe(subject, ({ data }) => receive(data.length)),
    echo: (subject) => connection.subscribe(subject, (message) => connection.echo(message)),
    request: (subject, data) => connection.request(subject, data),
    publishStored: without,
    consume: without,
  };
}

const newline = 10;
const space = 32;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A connection without anything around it. */
export class RawConnection implements AsyncDisposable {
  readonly #socket: Deno.TcpConn;
  readonly #handlers: ((message: RawMessage) => void)[] = [];
  readonly #pongs: PromiseWithResolvers<void>[] = [];
  readonly #requests = new Map<number, PromiseWithResolvers<{ readonly data: Uint8Array }>>();
  readonly #inbox = `_INBOX.${crypto.randomUUID()}.`;
  #count = 0;
  #input = new Uint8Array(512 * 1024);
  #output = new Uint8Array(64 * 1024);
  #spare = new Uint8Array(64 * 1024);
  #waiting = 0;
  #writing = false;
  #closed = false;
  #ended: Promise<void> | undefined;

  private constructor(socket: Deno.TcpConn) {
    this.#socket = socket;
  }

  /** Connects; resolves when the server has answered a PING. */
  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = await Deno.connect({ hostname, port: Number(port) });
    socket.setNoDelay(true);
    const connection = new RawConnection(socket);
    connection.#ended = connection.#read();
    connection.#line('CONNECT {"verbose":false,"pedantic":false,"lang":"raw","version":"0"}');
    await connection.flush();
    await connection.subscribe(`${connection.#inbox}*`, (message) => connection.#answer(message));
    return connection;
  }

  /** Publishes; what is published in one go is written in one go. */
  publish(subject: string, data: Uint8Array, reply = ""): void {
    const line = reply === ""
      ? `PUB ${subject} ${data.length}\r\n`
      : `PUB ${subject} ${reply} ${data.length}\r\n`;
    this.#reserve(line.length + data.length + 2);
    this.#text(line);
    this.#bytes(data);
    this.#text("\r\n");
  }

  /** Answers a message with its own payload. */
  echo({ reply, data }: RawMessage): void {
    const end = ` ${data.length}\r\n`;
    this.#reserve(4 + reply.length + end.length + data.length + 2);
    this.#text("PUB ");
    this.#bytes(reply);
    this.#text(end);
    this.#bytes(data);
    this.#text("\r\n");
  }

  /** Subscribes; resolves when the server knows. */
  subscribe(subject: string, handle: (message: RawMessage) => void): Promise<void> {
    // The id is the index of the handler.
    this.#line(`SUB ${subject} ${this.#handlers.push(handle) - 1}`);
    return this.flush();
  }

  /** Requests one reply, however long it takes. */
  request(subject: string, data: Uint8Array): Promise<{ readonly data: Uint8Array }> {
    if (this.#closed) return Promise.reject(closedError());
    const waiting = Promise.withResolvers<{ readonly data: Uint8Array }>();
    const id = this.#count++;
    this.#requests.set(id, waiting);
    this.publish(subject, data, `${this.#inbox}${id}`);
    return waiting.promise;
  }

  /** PING and PONG. */
  flush(): Promise<void> {
    if (this.#closed) return Promise.reject(closedError());
    const pong = Promise.withResolvers<void>();
    this.#pongs.push(pong);
    this.#line("PING");
    return pong.promise;
  }

  /** Closes the socket; whatever is waited for fails. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#closed) this.#socket.close();
    this.#closed = true;
    await this.#ended;
  }

  #answer({ subject, data }: RawMessage): void {
    let id = 0;
    for (let at = this.#inbox.length; at < subject.length; at++) id = id * 10 + digit(subject, at);
    this.#requests.get(id)?.resolve({ data: data.slice() });
    this.#requests.delete(id);
  }

  #line(text: string): void {
    const bytes = encoder.encode(`${text}\r\n`);
    this.#reserve(bytes.length);
    this.#bytes(bytes);
  }

  #text(text: string): void {
    for (let i = 0; i < text.length; i++) this.#output[this.#waiting++] = text.charCodeAt(i);
  }

  #bytes(bytes: Uint8Array): void {
    this.#output.set(bytes, this.#waiting);
    this.#waiting += bytes.length;
  }

  /** Makes room, and sees to it that what is put there is written. */
  #reserve(count: number): void {
    const needed = this.#waiting + count;
    if (needed > this.#output.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(this.#output.subarray(0, this.#waiting));
      this.#output = larger;
    }
    if (this.#writing) return;
    this.#writing = true;
    queueMicrotask(() => void this.#write());
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting > 0) {
        const bytes = this.#output.subarray(0, this.#waiting);
        [this.#output, this.#spare, this.#waiting] = [this.#spare, this.#output, 0];
        for (let at = 0; at < bytes.length;) at += await this.#socket.write(bytes.subarray(at));
      }
      this.#writing = false;
    } catch (error) {
      this.#fail(error);
    }
  }

  async #read(): Promise<void> {
    try {
      let filled = 0;
      while (true) {
        const count = await this.#socket.read(this.#input.subarray(filled));
        // A message that fills the whole buffer would be read to no end: 0 bytes at a time.
        if (count === null || count === 0) throw new Error("The server ended the connection");
        filled += count;
        const taken = this.#parse(filled);
        this.#input.copyWithin(0, taken, filled);
        filled -= taken;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const reason = this.#closed ? closedError() : error;
    for (const pong of this.#pongs.splice(0)) pong.reject(reason);
    for (const request of this.#requests.values()) request.reject(reason);
    this.#requests.clear();
    if (!this.#closed) this.#socket.close();
    this.#closed = true;
  }

  /** Takes what is whole; gives how much that was. */
  #parse(filled: number): number {
    const input = this.#input;
    let at = 0;
    while (at < filled) {
      const end = input.indexOf(newline, at);
      // Behind what was filled stand the bytes of earlier messages.
      if (end === -1 || end >= filled) return at;
      if (input[at] === 0x4d /* M */) {
        const taken = this.#message(at, end, filled);
        if (taken === 0) return at;
        at = taken;
      } else {
        this.#control(decoder.decode(input.subarray(at, end - 1)));
        at = end + 1;
      }
    }
    return at;
  }

  #control(line: string): void {
    if (line === "PONG") this.#pongs.shift()?.resolve();
    else if (line === "PING") this.#line("PONG");
    else if (!line.startsWith("INFO ")) throw new Error(`The server said ${line}`);
  }

  /** `MSG <subject> <sid> [reply] <size>`: gives where the message ends, 0 where it is not whole. */
  #message(start: number, end: number, filled: number): number {
    const input = this.#input;
    const subject = start + 4;
    const afterSubject = input.indexOf(space, subject);
    const afterSid = input.indexOf(space, afterSubject + 1);
    const last = input.lastIndexOf(space, end);
    let size = 0;
    for (let at = last + 1; at < end - 1; at++) size = size * 10 + digit(input, at);
    const data = end + 1;
    const next = data + size + 2;
    if (next > filled) return 0;
    let sid = 0;
    for (let at = afterSubject + 1; at < afterSid; at++) sid = sid * 10 + digit(input, at);
    this.#handlers[sid]?.({
      subject: input.subarray(subject, afterSubject),
      reply: last > afterSid ? input.subarray(afterSid + 1, last) : input.subarray(0, 0),
      data: input.subarray(data, data + size),
    });
    return next;
  }
}

function closedError(): Error {
  return new Error("The connection is closed");
}

function digit(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) - 0x30;
}
