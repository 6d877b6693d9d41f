// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * The seam between the rig and whoever performs client operations. Everything that crosses it is
 * plain data (bytes aside, which a text protocol carries as base64), so that a program in another
 * language can implement it over stdio: one `open` per actor, one `call` per operation, and a
 * stream of events.
 *
 * @module
 */

import type { FailureCode, Headers, Json, StatusKind } from "../scenario/types.ts";

/** What a driver can do beyond core NATS; `requires.driver` names these. */
export const features = [
  "headers",
  "jetstream",
  "kv",
  "object",
  "websocket",
  "mutual-tls",
  "pending-limits",
  "outbound-limit",
] as const;

/** A feature of a driver. */
export type Feature = typeof features[number];

/** A message on the wire, as a driver reports it. */
export interface WireMessage {
  /** The subject it was sent to. */
  readonly subject: string;
  /** Where an answer is awaited. */
  readonly reply?: string;
  /** Its headers. */
  readonly headers?: Headers;
  /** Its payload. */
  readonly data: Uint8Array;
  /** When the driver received it: `performance.now()` of this process. */
  readonly at: number;
}

/** A stored JetStream message. */
export interface StoredMessage extends WireMessage {
  /** Its sequence in the stream. */
  readonly seq: number;
}

/** A KV entry. */
export interface KeyEntry {
  /** The key. */
  readonly key: string;
  /** The value; empty in a marker of a deletion. */
  readonly data: Uint8Array;
  /** Its sequence in the bucket. */
  readonly revision: number;
  /** What was done to the key. */
  readonly operation: "PUT" | "DEL" | "PURGE";
}

/** What the server says of a stored object. */
export interface ObjectEntry {
  /** The name. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** How many messages hold it. */
  readonly chunks: number;
  /** `SHA-256=` and the digest in URL-safe base64. */
  readonly digest: string;
  /** True for a marker of a deletion. */
  readonly deleted: boolean;
  /** What it is for. */
  readonly description?: string;
}

/** A configuration as the server takes it; durations in nanoseconds, as its API has them. */
export type Config = { readonly [key: string]: Json };

/**
 * Every operation with its parameters and its result. An operation whose result is
 * `undefined` just succeeds. All fail with a {@linkcode DriverError}.
 */
export interface Operations {
  /** Connects, and waits for the server's answer. */
  connect: { params: Record<never, never>; result: undefined };
  /** Closes at once. */
  close: { params: Record<never, never>; result: undefined };
  /** Drains all subscriptions and publishes, then closes. */
  drain: { params: Record<never, never>; result: undefined };
  /** A PING/PONG round trip. */
  flush: { params: Record<never, never>; result: undefined };
  /**
   * With `confirm` it returns when the server has it (PING/PONG), and fails with `permission` where
   * the server refused it; while disconnected it returns at once.
   */
  publish: {
    params: {
      subject: string;
      data: Uint8Array;
      headers?: Headers;
      reply?: string;
      confirm?: boolean;
    };
    result: undefined;
  };
  /**
   * Returns when the server has confirmed it. `id` is the rig's. Messages are queued for `next`
   * (bounded by the client's pending limits), and each is reported as an event on arrival.
   */
  subscribe: {
    params: { id: string; subject: string; queue?: string; max?: number };
    result: undefined;
  };
  /** Ends a subscription, at once or after `max` messages in all; what is queued can still be taken. */
  unsubscribe: { params: { id: string; max?: number }; result: undefined };
  /**
   * Takes the next message of a subscription, waiting for at most `timeoutMs`; fails with
   * `timeout`, with `closed` when the subscription has ended and is empty, and once with
   * `slow-consumer` after messages were dropped.
   */
  next: { params: { id: string; timeoutMs: number }; result: WireMessage };
  /**
   * Requests one reply, or several where one of the other limits is there: up to `replies` of them,
   * until none has come for `stallMs` after the last one, until an empty one (`sentinel`), which is
   * left out, and in any case until `timeoutMs`.
   */
  request: {
    params: {
      subject: string;
      data: Uint8Array;
      headers?: Headers;
      timeoutMs: number;
      replies?: number;
      stallMs?: number;
      sentinel?: true;
    };
    result: readonly WireMessage[];
  };
  /** The stream's info. */
  "stream.create": { params: { stream: string; config: Config }; result: Json };
  /** The stream's info; what `config` does not name stays. */
  "stream.update": { params: { stream: string; config: Config }; result: Json };
  /** Deletes a stream with its messages. */
  "stream.delete": { params: { stream: string }; result: undefined };
  /** The number of messages removed. */
  "stream.purge": { params: { stream: string; filter?: string }; result: number };
  /** The stream's info. */
  "stream.info": { params: { stream: string }; result: Json };
  /** Every message a stream holds. */
  "stream.messages": { params: { stream: string }; result: readonly StoredMessage[] };
  /** The consumer's info. Durable and explicitly acknowledged unless `config` says otherwise. */
  "consumer.create": { params: { stream: string; consumer: string; config: Config }; result: Json };
  /** Deletes a consumer. */
  "consumer.delete": { params: { stream: string; consumer: string }; result: undefined };
  /** The consumer's info. */
  "consumer.info": { params: { stream: string; consumer: string }; result: Json };
  /** The server's acknowledgement; fails with `no-responders` where no stream takes the subject. */
  "js.publish": {
    params: { subject: string; data: Uint8Array; headers?: Headers; id?: string };
    result: { stream: string; seq: number; duplicate: boolean };
  };
  /** Up to `count` messages, each answered with `ack`. Fewer when `timeoutMs` is over. */
  "js.fetch": {
    params: {
      stream: string;
      consumer: string;
      count: number;
      timeoutMs: number;
      ack: "ack" | "nak" | "term" | "none";
    };
    result: readonly StoredMessage[];
  };
  /**
   * Creates or updates a bucket. Its config: `description`, `history`, `ttl`, `max_bytes`,
   * `max_value_size`, `storage`, `replicas`, `compression` (boolean), `placement`, `metadata`.
   */
  "kv.bucket": { params: { bucket: string; config: Config }; result: Json };
  /** The revision. */
  "kv.put": { params: { bucket: string; key: string; data: Uint8Array }; result: number };
  /** Fails with `js:10071` where the key exists. */
  "kv.create": { params: { bucket: string; key: string; data: Uint8Array }; result: number };
  /** Fails with `js:10071` where the revision is not the last one. */
  "kv.update": {
    params: { bucket: string; key: string; data: Uint8Array; revision: number };
    result: number;
  };
  /** Null where the key was never there; a deleted key gives its marker. */
  "kv.get": { params: { bucket: string; key: string; revision?: number }; result: KeyEntry | null };
  /** Puts a marker of deletion. */
  "kv.delete": { params: { bucket: string; key: string; revision?: number }; result: undefined };
  /** Puts a marker in place of all the key's revisions. */
  "kv.purge": { params: { bucket: string; key: string; revision?: number }; result: undefined };
  /** The present keys, sorted. */
  "kv.keys": { params: { bucket: string; filter?: string }; result: readonly string[] };
  /** The revisions that are kept, oldest first. */
  "kv.history": { params: { bucket: string; key: string }; result: readonly KeyEntry[] };
  /** The present entries, then changes, up to `count` of them or until `timeoutMs`. */
  "kv.watch": {
    params: { bucket: string; key?: string; count: number; timeoutMs: number };
    result: readonly KeyEntry[];
  };
  /** Creates or updates a bucket. Its config: as of `kv.bucket`, less `history` and `max_value_size`. */
  "object.bucket": { params: { bucket: string; config: Config }; result: Json };
  /** Stores an object, in place of one of that name. */
  "object.put": { params: { bucket: string; key: string; data: Uint8Array }; result: ObjectEntry };
  /** Null where there is no such object. */
  "object.get": { params: { bucket: string; key: string }; result: Uint8Array | null };
  /** Fails with `js:10037` where there never was such an object. */
  "object.delete": { params: { bucket: string; key: string }; result: undefined };
  /** The present objects. */
  "object.list": { params: { bucket: string }; result: readonly ObjectEntry[] };
  /** Null where there never was such an object. */
  "object.info": { params: { bucket: string; key: string }; result: ObjectEntry | null };
}

/** The name of an operation. */
export type Operation = keyof Operations;

/** What a driver reports on its own. `at` is `performance.now()` of this process. */
export type DriverEvent =
  | { readonly kind: "message"; readonly id: string; readonly message: WireMessage }
  | {
    readonly kind: "status";
    readonly status: StatusKind;
    readonly at: number;
    /** For `error`, and where the connection closed with one. */
    readonly failure?: { readonly code?: FailureCode; readonly message: string };
    readonly detail?: string;
  };

/** How a client is to be made. */
export interface ClientSettings {
  /** The actor's name, also the connection's unless `options.name` says otherwise. */
  readonly name: string;
  /** URLs to connect to; `options.servers` goes before them. */
  readonly servers: readonly string[];
  /** Connection options as the scenario gives them; the driver checks them. */
  readonly options: { readonly [key: string]: Json };
}

/** One actor's client. Disposing of it closes the connection at once. */
export interface DriverClient extends AsyncDisposable {
  /**
   * Performs an operation.
   *
   * @throws {DriverError} where it failed
   */
  call<K extends Operation>(
    operation: K,
    params: Operations[K]["params"],
    signal: AbortSignal,
  ): Promise<Operations[K]["result"]>;
}

/** Who performs client operations. */
export interface Driver {
  /** `in-process`. */
  readonly name: string;
  /** What it can do beyond core NATS. */
  readonly features: ReadonlySet<Feature>;
  /** Names of the connection options it takes. */
  readonly options: ReadonlySet<string>;
  /** Makes a client; nothing is connected until `connect` is called. */
  open(settings: ClientSettings, observe: (event: DriverEvent) => void): DriverClient;
}
