// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type {
  Payload,
  ProtocolHandler,
  PublishOptions,
  Transport,
} from "@nats-io/nats-core/internal";
import { DataBuffer, Empty, InvalidArgumentError, MsgHdrsImpl } from "@nats-io/nats-core/internal";
import { unfitPayload } from "./call_check.ts";
import { ClientError } from "./error.ts";
import { maxBytes, putLineEnd, putNumber, putText } from "./frame.ts";
import type { PacedTransport } from "./paced_transport.ts";
import { isPaced } from "./paced_transport.ts";
import { SlabPool } from "./slab_pool.ts";

/** How many bytes may wait. */
export interface OutboundLimits {
  /** For a reconnect. */
  readonly disconnected: number;
  /** For the socket. */
  readonly connected: number;
}

/** A run of bytes that wait: messages, or else a line of the protocol such as SUB or PING. */
interface Piece {
  readonly bytes: Uint8Array;
  /** The memory that messages are in; lines of the protocol have their own. */
  readonly slab: Uint8Array | undefined;
}

/** At this many bytes they are sent at once, and not at the end of the turn. */
const flushAt = 32 * 1024;
/** At most about this many bytes are handed to the transport at a time; the rest can be kept. */
const burst = 256 * 1024;
/** The verb, two numbers, blanks and line ends. */
const lineSize = 64;

const encoder = new TextEncoder();

/**
 * The bytes of a connection that wait to be sent, in place of nats-core's own buffer. All its
 * frames go through here, so their order is the order of the calls. Messages stay here until the
 * transport is free to write them, and over reconnects, where nats-core throws its buffer away;
 * their number of bytes is bounded. They are written as they are published, in one copy.
 *
 * Only what nats-core's `ProtocolHandler` calls of a buffer is there.
 */
export class Outbound extends DataBuffer {
  /** Called when bytes have left. */
  onRoom: (() => void) | undefined = undefined;
  readonly #protocol: ProtocolHandler;
  readonly #limits: OutboundLimits;
  readonly #flush = () => this.flush();
  readonly #idle = () => this.#written();
  readonly #slabs = new SlabPool();
  #pieces: Piece[] = [];
  #slab: Uint8Array = Empty;
  /** Where the messages of the slab that are not in `#pieces` begin and end. */
  #from = 0;
  #to = 0;
  #bytes = 0;
  /** How many pieces of a slab wait, or are with the transport. */
  readonly #uses = new Map<Uint8Array, number>();
  /** The slabs of the pieces that are with the transport. */
  #handed: Uint8Array[] = [];
  #maxPayload = Infinity;
  #transport: Transport | undefined;
  #paced: PacedTransport | undefined;

  private constructor(protocol: ProtocolHandler, limits: OutboundLimits) {
    super();
    this.#protocol = protocol;
    this.#limits = limits;
  }

  /** Takes the place of a connection's buffer, and of its way to publish. */
  static install(protocol: ProtocolHandler, limits: OutboundLimits): Outbound {
    const it = new Outbound(protocol, limits);
    if (protocol.outbound.size() > 0) it.fill(protocol.outbound.drain());
    protocol.outbound = it;
    protocol.publish = (subject, payload, options) => it.publish(subject, payload, options);
    return it;
  }

  /** Bytes that wait to be written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether it is known when the transport has written what it was given. */
  get paced(): boolean {
    this.#follow();
    return this.#paced !== undefined;
  }

  /** The most bytes of payload and headers that the server takes; the last one's while disconnected. */
  get maxPayload(): number {
    return this.#maxPayload = this.#protocol.info?.max_payload ?? this.#maxPayload;
  }

  /**
   * Adds a message.
   *
   * @throws {ClientError} `outbound-limit`; `invalid-option` where the payload is no payload
   * @throws {InvalidArgumentError} where it is larger than the server takes
   */
  publish(subject: string, payload: Payload = Empty, options: PublishOptions = {}): void {
    const data = typeof payload === "string" ? encoder.encode(payload) : payload;
    if (!(data instanceof Uint8Array)) {
      throw unfitPayload(subject, payload);
    }
    const { reply = "" } = options;
    const headers = options.headers === undefined ? Empty : this.#encode(options.headers);
    const size = headers.length + data.length;
    if (size > this.maxPayload) {
      throw InvalidArgumentError.format(
        "payload",
        `max_payload size exceeded: it has ${size} bytes and the server takes ${this.#maxPayload}`,
      );
    }
    this.#checkRoom(subject.length + reply.length + size, subject);
    const waiting = this.#bytes > 0;
    const target = this.#reserve(maxBytes(subject) + maxBytes(reply) + lineSize + size);
    const start = this.#to;
    let at = putText(target, start, options.headers === undefined ? "PUB " : "HPUB ");
    at = putText(target, at, subject);
    target[at++] = 32;
    if (reply !== "") {
      at = putText(target, at, reply);
      target[at++] = 32;
    }
    if (options.headers !== undefined) {
      at = putNumber(target, at, headers.length);
      target[at++] = 32;
    }
    at = putLineEnd(target, putNumber(target, at, size));
    target.set(headers, at);
    target.set(data, at + headers.length);
    this.#to = putLineEnd(target, at + size);
    this.#bytes += this.#to - start;
    this.#protocol.outMsgs++;
    this.#protocol.outBytes += size;
    if (!waiting) queueMicrotask(this.#flush);
    else if (this.#bytes >= flushAt) this.flush();
  }

  /** Sends what waits, as far as the transport is free. The rest follows when it is. */
  flush(): void {
    const { connected, infoReceived } = this.#protocol;
    if (connected && infoReceived && this.size() > 0) this.#protocol.transport.send(this.drain());
  }

  /** Adds lines of the protocol. */
  override fill(line: Uint8Array, ...rest: readonly Uint8Array[]): void {
    this.#seal();
    for (const bytes of [line, ...rest]) {
      if (bytes.length === 0) continue;
      this.#pieces.push({ bytes, slab: undefined });
      this.#bytes += bytes.length;
    }
  }

  /** Bytes that may be sent now. */
  override size(): number {
    this.#follow();
    const paced = this.#paced;
    return paced !== undefined && (paced.writing || paced.isClosed) ? 0 : this.#bytes;
  }

  /** 0 where nothing waits. */
  override length(): number {
    return this.#bytes;
  }

  /** Takes bytes out: what the transport shall write next, all but the last part already sent. */
  override drain(): Uint8Array {
    this.#seal();
    const limit = this.#paced === undefined ? Infinity : burst;
    let taken = 0;
    let count = 0;
    for (const { bytes } of this.#pieces) {
      if (count > 0 && taken + bytes.length > limit) break;
      taken += bytes.length;
      count++;
    }
    const pieces = this.#pieces.splice(0, count);
    for (const { slab } of pieces) if (slab !== undefined) this.#handed.push(slab);
    const last = pieces.pop()?.bytes ?? Empty;
    this.#bytes -= taken;
    for (const { bytes } of pieces) this.#protocol.transport.send(bytes);
    if (this.onRoom !== undefined) queueMicrotask(this.onRoom);
    return last;
  }

  /** The connection was lost: its lines are void, subscriptions are made anew; messages stay. */
  override reset(): void {
    this.#seal();
    this.#pieces = this.#pieces.filter(({ slab }) => slab !== undefined);
    this.#bytes = this.#pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Forgets everything. */
  discard(): void {
    this.#pieces = [];
    this.#bytes = 0;
    this.#abandon();
  }

  #encode(headers: NonNullable<PublishOptions["headers"]>): Uint8Array {
    if (this.#protocol.info?.headers === false) {
      throw InvalidArgumentError.format("headers", "are not available on this server");
    }
    if (headers instanceof MsgHdrsImpl) return headers.encode();
    throw InvalidArgumentError.format("headers", "must be made by headers() of nats-core");
  }

  #checkRoom(size: number, subject: string): void {
    const { connected } = this.#protocol;
    const limit = connected ? this.#limits.connected : this.#limits.disconnected;
    if (this.#bytes + size <= limit) return;
    const [what, option] = connected
      ? ["the socket", "outboundSize"]
      : ["the reconnect", "pendingSize"];
    throw new ClientError(
      "outbound-limit",
      `Cannot publish to "${subject}": ${this.#bytes} bytes already wait for ${what} and ` +
        `'${option}' is ${limit}; publish later, wait with publishWhenReady(), or raise it`,
      { subject },
    );
  }

  /** Memory with `size` bytes from `#to` on. */
  #reserve(size: number): Uint8Array {
    if (this.#to + size > this.#slab.length) {
      this.#seal();
      const full = this.#slab;
      this.#slab = this.#slabs.take(size);
      this.#from = this.#to = 0;
      this.#release(full);
    }
    return this.#slab;
  }

  /** Makes a piece of the messages written into the slab. */
  #seal(): void {
    if (this.#from === this.#to) return;
    const slab = this.#slab;
    this.#pieces.push({ bytes: slab.subarray(this.#from, this.#to), slab });
    this.#uses.set(slab, (this.#uses.get(slab) ?? 0) + 1);
    this.#from = this.#to;
  }

  /** The transport has written all it was given: that memory can be used again. */
  #written(): void {
    for (const slab of this.#handed) {
      const uses = this.#uses.get(slab);
      // Parts of it were with a transport that is gone.
      if (uses === undefined) continue;
      this.#uses.set(slab, uses - 1);
      this.#release(slab);
    }
    this.#handed = [];
    if (this.#bytes === 0) this.#from = this.#to = 0;
    else this.flush();
  }

  /** Gives a slab back that nothing uses any more. */
  #release(slab: Uint8Array): void {
    if (slab === this.#slab || this.#uses.get(slab) !== 0) return;
    this.#uses.delete(slab);
    this.#slabs.give(slab);
  }

  /** What a transport was given that is gone may still be read by it: that memory is left to it. */
  #abandon(): void {
    for (const slab of this.#handed) this.#uses.delete(slab);
    this.#handed = [];
    this.#slab = Empty;
    this.#from = this.#to = 0;
  }

  /** Listens to the transport, which is another one after each dial. */
  #follow(): void {
    const { transport } = this.#protocol;
    if (transport === this.#transport) return;
    this.#transport = transport;
    this.#paced = isPaced(transport) ? transport : undefined;
    if (this.#paced !== undefined) this.#paced.onIdle = this.#idle;
    this.#seal();
    this.#abandon();
  }
}
