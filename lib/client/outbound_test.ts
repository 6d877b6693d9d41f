// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { assertEquals } from "@std/assert";
import type { PublishOptions } from "@nats-io/nats-core/internal";
import { ProtocolHandler } from "@nats-io/nats-core/internal";
import { Outbound } from "./outbound.ts";
import type { PacedTransport } from "./paced_transport.ts";

/** A transport whose writes end when the test says so, and show the bytes as they are then. */
class SlowTransport implements PacedTransport {
  readonly lang = "test";
  readonly version = "0";
  readonly isClosed = false;
  onIdle: (() => void) | undefined = undefined;
  #frames: Uint8Array[] = [];
  #written = "";

  get writing(): boolean {
    return this.#frames.length > 0;
  }

  /** What the peer has seen. */
  get written(): string {
    return this.#written;
  }

  send(frame: Uint8Array): void {
    this.#frames.push(frame);
  }

  /** Ends the write that is under way; gives false where there is none. */
  finish(): boolean {
    if (!this.writing) return false;
    const decoder = new TextDecoder();
    this.#written += this.#frames.map((frame) => decoder.decode(frame)).join("");
    this.#frames = [];
    this.onIdle?.();
    return true;
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {}
  connect = () => Promise.resolve();
  close = () => Promise.resolve();
  closed = () => Promise.resolve();
  disconnect = () => {};
  discard = () => {};
  isEncrypted = () => false;
}

function open(): { outbound: Outbound; protocol: ProtocolHandler; transport: SlowTransport } {
  const publisher = {
    publish: (_subject: string, _data?: unknown, _options?: PublishOptions) => {},
  };
  const protocol = new ProtocolHandler({ servers: ["127.0.0.1:4222"] }, publisher);
  const transport = new SlowTransport();
  protocol.transport = transport;
  protocol.connected = protocol.infoReceived = true;
  const outbound = Outbound.install(protocol, { connected: 2 ** 30, disconnected: 2 ** 20 });
  return { outbound, protocol, transport };
}

const line = (text: string) => new TextEncoder().encode(text);

/** What is to be on the wire for a message. */
function pub(subject: string, data: string): string {
  return `PUB ${subject} ${data.length}\r\n${data}\r\n`;
}

/** An `Outbound` and what its peer should see in the end. */
function observed() {
  const { outbound, protocol, transport } = open();
  let expected = "";
  let count = 0;
  return {
    outbound,
    protocol,
    transport,
    publish(size: number): void {
      const data = `${++count}`.padEnd(size, `${count % 10}`);
      outbound.publish(`n.${count}`, data);
      expected += pub(`n.${count}`, data);
    },
    command(): void {
      outbound.fill(line(`SUB s ${++count}\r\n`));
      expected += `SUB s ${count}\r\n`;
    },
    /** Lets all be written, and compares; a text of megabytes is not to be shown. */
    check(): void {
      outbound.flush();
      while (transport.finish());
      assertEquals(transport.written === expected, true, "the bytes are not those published");
      assertEquals(outbound.bytes, 0);
    },
  };
}

Deno.test("Outbound does not write into memory that waits behind a line of the protocol", () => {
  const { outbound, transport, publish, command, check } = observed();
  publish(1);
  outbound.flush();
  transport.finish();
  publish(10_000);
  outbound.flush();
  command();
  for (let i = 0; i < 40; i++) publish(10_000);
  transport.finish();
  for (let i = 0; i < 60; i++) publish(10_000);
  check();
});

Deno.test("Outbound keeps bytes and order, whatever is written when", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { outbound, transport, publish, command, check } = observed();
    let state = seed;
    const random = (below: number) => (state = state * 48_271 % 2_147_483_647) % below;
    for (let i = 0; i < 400; i++) {
      const act = random(20);
      if (act < 13) publish(random(4) === 0 ? random(90_000) : random(9000));
      else if (act < 16) command();
      else if (act < 18) outbound.flush();
      else transport.finish();
    }
    check();
  }
});

Deno.test("Outbound does not write into memory that a lost transport may still read", () => {
  const { outbound, protocol, transport } = open();
  const lost: Uint8Array[] = [];
  outbound.publish("first", "");
  outbound.flush();
  transport.finish();
  transport.send = (frame) => void lost.push(frame);
  outbound.publish("before", "x".repeat(10_000));
  outbound.flush();
  outbound.publish("kept", "y".repeat(1000));
  const [frame] = lost;
  const seen = frame?.slice();
  // The connection is lost, and there is another one.
  outbound.reset();
  const next = new SlowTransport();
  protocol.transport = next;
  for (let i = 0; i < 200; i++) {
    outbound.publish("after", "z".repeat(10_000));
    if (i % 20 === 0) outbound.flush();
    if (i % 20 === 19) next.finish();
  }
  assertEquals(frame, seen);
  while (next.finish());
  assertEquals(next.written.startsWith(pub("kept", "y".repeat(1000))), true);
});
