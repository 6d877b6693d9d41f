// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The two clients that are compared, under one set of names. @module */

/** A client library. */
export interface Party {
  /** Milliseconds to wait for what is to come: long where it will, short where it never does. */
  readonly patienceMs: number;
  /** Connects, with little time between attempts to reconnect. */
  connect(servers: string, options?: PartyOptions): Promise<PartyClient>;
  /** The same over WebSocket. */
  connectWebSocket(servers: string, options?: PartyOptions): Promise<PartyClient>;
}

/** Options that users of other NATS clients know. */
export interface PartyOptions {
  /** Name of a user. */
  readonly user?: string;
  /** Their password. */
  readonly pass?: string;
  /** The path of a credentials file. */
  readonly creds?: string;
  /** Gives the user's JWT. */
  readonly jwt?: () => string;
  /** Signs the server's nonce. */
  readonly sign?: (nonce: Uint8Array) => Uint8Array;
  /** Authorities, and a client's certificate. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Called with the server's name. */
  readonly onConnect?: (server: string) => void;
  /** Called with the server's name. */
  readonly onDisconnect?: (server: string) => void;
  /** Called with the server's name. */
  readonly onReconnect?: (server: string) => void;
  /** Called with the server's name. */
  readonly onLameDuck?: (server: string) => void;
  /** Called at the end. */
  readonly onClose?: () => void;
}

/** What happens to a connection, under natsrig's names. */
export type PartyEvent =
  | "disconnect"
  | "reconnecting"
  | "reconnect"
  | "lame-duck"
  | "discovered-servers"
  | "close";

/** A connection. Disposing of it closes it, whatever state it is in. */
export interface PartyClient extends AsyncDisposable {
  /** Waits for an event, counted from now on; fails when the connection ends before. */
  event(type: PartyEvent, count?: number): Promise<void>;
  /** The servers that each `discovered-servers` told of. */
  readonly discoveries: readonly (readonly string[])[];
  /** Where the connection stands, in the words of the nats-py API. */
  readonly state: string;
  /** The bytes that wait to be sent. */
  readonly pendingBytes: number;
  /** What a program can learn of the connection. */
  readonly facts: PartyFacts;
  /** Publishes. */
  publish(subject: string, data: string | Uint8Array): void;
  /** Publishes when there is room. */
  publishWhenReady(subject: string, data: Uint8Array): Promise<void>;
  /** A round trip to the server, within a time where one is given. */
  flush(timeoutMs?: number): Promise<void>;
  /** Subscribes. */
  subscribe(subject: string, options?: PartySubscribeOptions): PartySubscription;
  /** The next message's text. */
  once(subject: string, timeoutMs: number): Promise<string>;
  /** The text of the reply to a request, within the library's own time limit. */
  request(subject: string): Promise<string>;
  /** Gives the connection up, and connects again. */
  reconnect(): Promise<void>;
  /** Drains, within a time where one is given. */
  drain(timeoutMs?: number): Promise<void>;
  /** What the end of an `await using` block does. */
  leave(): Promise<void>;
}

/** Properties of a connection. */
export interface PartyFacts {
  readonly lastError: unknown;
  readonly clientId: unknown;
  readonly serverVersion: unknown;
  readonly discoveredServers: unknown;
  readonly reconnects: unknown;
  readonly errors: unknown;
}

/** How to subscribe. */
export interface PartySubscribeOptions {
  /** Handles messages, several at a time; gives the reply. */
  readonly handler?: (text: string) => Promise<string>;
  /** How many messages may wait. */
  readonly limit?: number;
}

/** A subscription. */
export interface PartySubscription {
  /** Messages that wait to be taken. */
  readonly pending: number;
  /** The next message's text. */
  next(timeoutMs: number): Promise<string>;
}
