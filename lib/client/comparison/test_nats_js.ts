// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectionOptions, NatsConnection, Subscription } from "@nats-io/nats-core";
import { credsAuthenticator, wsconnect } from "@nats-io/nats-core";
import { NatsConnectionImpl, setTransportFactory } from "@nats-io/nats-core/internal";
import { DenoTransport } from "../../transport/deno_transport.ts";
import { EventLog } from "./test_event_log.ts";
import type {
  Party,
  PartyClient,
  PartyEvent,
  PartyFacts,
  PartyOptions,
  PartySubscribeOptions,
  PartySubscription,
} from "./test_party.ts";

/**
 * nats-core as its own transports connect it; only the sockets are natsrig's. What it has another
 * way to is done that way. What it has none to is tried by natsrig's name, and fails by that.
 */
export const natsJs: Party = {
  patienceMs: 300,
  async connect(servers, options) {
    return new NatsJsClient(await connectPlain({ servers, ...await toCore(options) }));
  },
  async connectWebSocket(servers, options) {
    return new NatsJsClient(await wsconnect({ servers, ...await toCore(options) }));
  },
};

/** What the `connect` of nats.js's packages for TCP does. */
export function connectPlain(options: ConnectionOptions): Promise<NatsConnection> {
  setTransportFactory({ factory: () => new DenoTransport() });
  return NatsConnectionImpl.connect(options);
}

async function toCore(options: PartyOptions = {}): Promise<ConnectionOptions> {
  const { creds } = options;
  return {
    reconnectTimeWait: 20,
    reconnectJitter: 0,
    maxReconnectAttempts: -1,
    ...options,
    ...(creds === undefined
      ? {}
      : { authenticator: credsAuthenticator(await Deno.readFile(creds)) }),
  };
}

const events: { readonly [type: string]: PartyEvent } = {
  disconnect: "disconnect",
  reconnecting: "reconnecting",
  reconnect: "reconnect",
  ldm: "lame-duck",
  update: "discovered-servers",
};

class NatsJsClient implements PartyClient {
  readonly #connection: NatsConnection;
  readonly #log = new EventLog();

  constructor(connection: NatsConnection) {
    this.#connection = connection;
    this.#listen();
    connection.closed().then(() => this.#log.push("close"));
  }

  event(type: PartyEvent, count?: number): Promise<void> {
    return this.#log.event(type, count);
  }

  get discoveries(): readonly (readonly string[])[] {
    return this.#log.discoveries;
  }

  get state(): string {
    if (this.#connection.isClosed()) return "closed";
    return this.#connection.isDraining() ? "draining" : "connected";
  }

  get pendingBytes(): number {
    return Number(wanted(this.#connection, "pendingBytes"));
  }

  get facts(): PartyFacts {
    const { info } = this.#connection;
    return {
      lastError: Reflect.get(this.#connection, "lastError"),
      clientId: info?.client_id,
      serverVersion: info?.version,
      discoveredServers: this.#connection.getServers()
        .filter(({ gossiped }) => gossiped).map(({ listen }) => listen),
      reconnects: Reflect.get(this.#connection.stats(), "reconnects"),
      errors: Reflect.get(this.#connection.stats(), "errors"),
    };
  }

  publish(subject: string, data: string | Uint8Array): void {
    this.#connection.publish(subject, data);
  }

  // deno-lint-ignore require-await -- whether it waits is the question
  async publishWhenReady(subject: string, data: Uint8Array): Promise<void> {
    this.#connection.publish(subject, data);
  }

  flush(): Promise<void> {
    return this.#connection.flush();
  }

  subscribe(subject: string, options: PartySubscribeOptions = {}): PartySubscription {
    const { handler, limit } = options;
    if (handler === undefined) {
      const slow = limit === undefined ? {} : { slow: limit };
      return iterated(this.#connection.subscribe(subject, slow));
    }
    return iterated(this.#connection.subscribe(subject, {
      callback: (_error, message) => {
        const answered = handler(message.string()).then((reply) => message.respond(reply));
        // A reply that comes too late is missed by who asked.
        answered.catch(() => "lost");
      },
    }));
  }

  once(subject: string, timeoutMs: number): Promise<string> {
    const once = wanted(this.#connection, "once");
    if (typeof once !== "function") throw new Error("once is no function");
    return once.call(this.#connection, subject, { timeout: timeoutMs });
  }

  async request(subject: string): Promise<string> {
    return (await this.#connection.request(subject)).string();
  }

  reconnect(): Promise<void> {
    return this.#connection.reconnect();
  }

  drain(): Promise<void> {
    return this.#connection.drain();
  }

  async leave(): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close();
  }

  async #listen(): Promise<void> {
    for await (const status of this.#connection.status()) {
      const event = events[status.type];
      const servers = status.type === "update" ? status.added ?? [] : [];
      if (event !== undefined) this.#log.push(event, servers);
    }
  }
}

function iterated(subscription: Subscription): PartySubscription {
  const iterator = subscription[Symbol.asyncIterator]();
  return {
    get pending() {
      return subscription.getPending();
    },
    async next(timeoutMs) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("timeout")), timeoutMs);
      });
      try {
        const { value } = await Promise.race([iterator.next(), late]);
        return value.string();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** What nats.js does not have under any name; should it come, it is used. */
function wanted(owner: object, name: string): unknown {
  if (name in owner) return Reflect.get(owner, name);
  throw new Error(`nats.js has no '${name}'`);
}
