// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type * as core from "@nats-io/nats-core";

/** nats-core's connection, which its modules (jetstream, kv, obj) take. */
// An alias of a namespace import: what `deno doc --lint` takes for a public type.
export type CoreConnection = core.NatsConnection;

/** What a server says of itself in its INFO. */
export type ServerInfo = NonNullable<CoreConnection["info"]>;

/** What the client uses of nats-core's message. */
export interface CoreMessage {
  /** The subject it was sent to. */
  readonly subject: string;
  /** Where an answer is awaited. */
  readonly reply?: string;
  /** Its payload. */
  readonly data: Uint8Array;
  /** Its headers, and the status of a message from the server itself. */
  readonly headers?: Iterable<readonly [string, readonly string[]]> & {
    readonly code: number;
    readonly description: string;
  };
}
