// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Client, ClientError, ClientStatus } from "../client/mod.ts";
import { connect, connectOptionNames, webSocketSupported } from "../client/mod.ts";
import type { Message } from "../client/mod.ts";
import { coreOperations } from "./core_operations.ts";
import type { CoreSession, Inbox } from "./core_operations.ts";
import type { StatusKind } from "../scenario/types.ts";
import { statusKinds } from "../scenario/types.ts";
import { DriverError } from "./error.ts";
import { keyOperations } from "./key_operations.ts";
import { objectOperations } from "./object_operations.ts";
import { toDriverError } from "./session.ts";
import type { OperationTable } from "./session.ts";
import { streamOperations } from "./stream_operations.ts";
import type {
  ClientSettings,
  Driver,
  DriverClient,
  DriverEvent,
  Feature,
  Operation,
  Operations,
} from "./types.ts";
import { features } from "./types.ts";
import { toWireMessage } from "./wire_message.ts";

const operations: OperationTable<Operation, CoreSession> = {
  ...coreOperations,
  ...streamOperations,
  ...keyOperations,
  ...objectOperations,
};

/** What natsrig's own transport adds to the original. */
const ofOwnTransport: ReadonlySet<Feature> = new Set(["websocket", "mutual-tls"]);

/** At most this many refusals are kept until a confirmed publish asks for them. */
const refusalLimit = 1000;

/**
 * The driver that performs client operations with the toolkit's own client, in this process.
 *
 * @example
 * ```ts
 * import { inProcessDriver } from "@natsrig/natsrig";
 * import { startServer } from "../server/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await startServer();
 * const { signal } = new AbortController();
 * const settings = { name: "alice", servers: [server.url], options: {} };
 * await using alice = inProcessDriver().open(settings, () => {});
 * await alice.call("connect", {}, signal);
 * await alice.call("subscribe", { id: "s1", subject: "greet" }, signal);
 * const data = new TextEncoder().encode("hello");
 * await alice.call("publish", { subject: "greet", data }, signal);
 * const message = await alice.call("next", { id: "s1", timeoutMs: 1000 }, signal);
 * assertEquals(message.data, data);
 * ```
 */
export function inProcessDriver(): Driver {
  return {
    name: "in-process",
    features: new Set(features.filter((name) => !ofOwnTransport.has(name) || webSocketSupported)),
    options: connectOptionNames,
    open: (settings, observe) => new InProcessClient(settings, observe),
  };
}

class InProcessClient implements DriverClient, CoreSession {
  readonly subscriptions = new Map<string, Inbox>();
  readonly buckets = new Set<string>();
  readonly #settings: ClientSettings;
  readonly #observe: (event: DriverEvent) => void;
  readonly #disposed = new AbortController();
  #client: Client | undefined;
  #connecting: Promise<void> | undefined;
  #unconfirmed = new Set<string>();
  #refusals: ClientError[] = [];

  constructor(settings: ClientSettings, observe: (event: DriverEvent) => void) {
    this.#settings = settings;
    this.#observe = observe;
  }

  async call<K extends Operation>(
    operation: K,
    params: Operations[K]["params"],
    signal: AbortSignal,
  ): Promise<Operations[K]["result"]> {
    try {
      signal.throwIfAborted();
      return await operations[operation](this, params, signal);
    } catch (error) {
      if (signal.aborted) throw toDriverError(signal.reason, `go on with ${operation}`);
      throw toDriverError(error, operation);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed.abort(new DriverError("The client was disposed of", { code: "closed" }));
    await this.#connecting?.catch(() => "told to who called connect");
    if (this.#client?.state !== "closed") await this.#client?.close();
  }

  client(): Client {
    if (this.#client !== undefined) return this.#client;
    const { name } = this.#settings;
    throw new DriverError(`"${name}" is not connected yet; connect it first`, { code: "closed" });
  }

  async connect(signal: AbortSignal): Promise<void> {
    if (this.#connecting !== undefined || (this.#client && this.#client.state !== "closed")) {
      throw new DriverError(`"${this.#settings.name}" is connected already; close it first`);
    }
    this.#connecting = this.#connect(AbortSignal.any([signal, this.#disposed.signal]));
    try {
      await this.#connecting;
    } finally {
      this.#connecting = undefined;
    }
  }

  arrived(id: string, message: Message): void {
    this.#observe({ kind: "message", id, message: toWireMessage(message) });
  }

  published(subject: string): void {
    if (this.#unconfirmed.size < refusalLimit) this.#unconfirmed.add(subject);
  }

  takeRefusal(): ClientError | undefined {
    const subjects = this.#unconfirmed;
    const refusals = this.#refusals;
    this.#unconfirmed = new Set();
    this.#refusals = [];
    return refusals.find(({ subject }) => subject !== undefined && subjects.has(subject));
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { name, servers, options } = this.#settings;
    this.subscriptions.clear();
    this.buckets.clear();
    this.#unconfirmed.clear();
    this.#refusals = [];
    this.#client = await connect({ name, servers, ...options }, {
      signal,
      onStatus: (status) => this.#changed(status),
    });
  }

  #changed({ status, at, error, server, servers }: ClientStatus): void {
    if (!isStatusKind(status)) return;
    const detail = server ?? servers?.join(", ");
    if (error?.code === "permission") {
      this.#refusals = [...this.#refusals, error].slice(-refusalLimit);
    }
    const failure = error === undefined ? undefined : toDriverError(error, status);
    this.#observe({
      kind: "status",
      status,
      at,
      ...(failure === undefined ? {} : { failure: plainFailure(failure) }),
      ...(detail === undefined ? {} : { detail }),
    });
  }
}

/** Scenarios need not see all that the client tells. */
function isStatusKind(status: string): status is StatusKind {
  const kinds: readonly string[] = statusKinds;
  return kinds.includes(status);
}

function plainFailure(
  { code, message }: DriverError,
): { code?: NonNullable<DriverError["code"]>; message: string } {
  return { ...(code === undefined ? {} : { code }), message };
}
