// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a contender has to be able to do. @module */

/** A connection of a contender. */
export interface Link {
  publish(subject: string, data: Uint8Array): void;
  /** Resolves when the server has everything that was published. */
  flush(): Promise<void>;
  /** Resolves when the server knows of the subscription. The callback gets a payload's length. */
  subscribe(subject: string, receive: (size: number) => void): Promise<void>;
  /** Answers requests with their own payload. Resolves when the server knows of it. */
  echo(subject: string): Promise<void>;
  request(subject: string, data: Uint8Array): Promise<{ readonly data: Uint8Array }>;
  /** Publishes to a stream, and waits for its acknowledgement. */
  publishStored(subject: string, data: Uint8Array): Promise<unknown>;
  /** Reads the first `count` messages of a stream; gives their bytes. */
  consume(stream: string, count: number): Promise<number>;
}

/** Which client is to be used, and where it connects. */
export interface LinkOptions {
  /** Which of the adapters: natsrig's own `Client`, nats-core's connection, or raw sockets. */
  readonly kind: "natsrig" | "core" | "raw";
  /** The module that has `connect`; not used by raw sockets. */
  readonly module: string;
  /** `nats://127.0.0.1:4222`. */
  readonly url: string;
}

/** How long a request may take before the run fails, in milliseconds: longer than any should. */
export const requestTimeoutMs = 30_000;
