// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the tests of the driver contract stand on. @module */

import { assertEquals, assertRejects } from "@std/assert";
import type { FailureCode, Json } from "../scenario/types.ts";
import { DriverError } from "./error.ts";
import type { Driver, DriverClient, DriverEvent, Operation, Operations } from "./types.ts";

/** A time that nothing here needs to come near to, in milliseconds. */
export const patienceMs = 10_000;

const encoder = new TextEncoder();

/** A text's bytes. */
export function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes as text. */
export function text(data: Uint8Array | null): string | undefined {
  return data === null ? undefined : new TextDecoder().decode(data);
}

/** An actor with the events it reported. */
export class Player implements AsyncDisposable {
  readonly events: DriverEvent[] = [];
  readonly #client: DriverClient;
  #wake: (() => void) | undefined;

  /** Opens a client of a driver; nothing is connected yet. */
  constructor(driver: Driver, servers: readonly string[], options: { [key: string]: Json } = {}) {
    this.#client = driver.open({ name: "player", servers, options }, (event) => {
      this.events.push(event);
      this.#wake?.();
    });
  }

  /** Performs an operation. */
  async call<K extends Operation>(
    operation: K,
    params: Operations[K]["params"],
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Operations[K]["result"]> {
    return await this.#client.call(operation, params, signal);
  }

  /** Performs an operation that has to fail with a code. */
  async fails<K extends Operation>(
    code: FailureCode,
    operation: K,
    params: Operations[K]["params"],
  ): Promise<void> {
    const error = await assertRejects(() => this.call(operation, params), DriverError);
    assertEquals(error.code, code, `${operation}: ${error.message}`);
  }

  /** Publishes a text, confirmed. */
  async say(subject: string, words = ""): Promise<void> {
    await this.call("publish", { subject, data: bytes(words), confirm: true });
  }

  /** The text of a subscription's next message. */
  async hear(id: string): Promise<string | undefined> {
    return text((await this.call("next", { id, timeoutMs: patienceMs })).data);
  }

  /** Waits for a connection event, also one from before. */
  async status(status: string): Promise<Extract<DriverEvent, { kind: "status" }>> {
    while (true) {
      for (const event of this.events) {
        if (event.kind === "status" && event.status === status) return event;
      }
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Disposes of the client. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
  }
}

/** What the contract needs of a nats-server. */
export interface StageServer extends AsyncDisposable {
  readonly url: string;
  readonly websocketUrl?: string;
  readonly tls?: { readonly caFile: string; readonly certFile: string; readonly keyFile: string };
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  lameDuck(): Promise<void>;
  monitor(path: string): Promise<Record<string, unknown>>;
}

/** The settings of a server that the contract uses. */
export interface StageOptions {
  readonly jetstream?: boolean;
  readonly websocket?: boolean;
  readonly tls?: boolean | "mutual";
  readonly config?: string;
}

/** Whom the contract is about, and where it is tried. */
export interface Trial {
  /** Stands before each test's name. */
  readonly name: string;
  readonly makeDriver: () => Driver;
  /** Starts a server of the test's own. */
  readonly startServer: (options: StageOptions) => Promise<StageServer>;
}

/** A server and the way to actors on it. */
export interface Stage extends AsyncDisposable {
  readonly server: StageServer;
  /** Opens an actor and connects it. */
  enter(options?: { [key: string]: Json }): Promise<Player>;
}

/** Starts a server; its actors leave before it ends. */
export async function openStage(trial: Trial, options: StageOptions = {}): Promise<Stage> {
  const server = await trial.startServer(options);
  const players: Player[] = [];
  return {
    server,
    async enter(options) {
      const player = new Player(trial.makeDriver(), [server.url], options);
      players.push(player);
      await player.call("connect", {});
      return player;
    },
    async [Symbol.asyncDispose]() {
      for (const player of players) await player[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
