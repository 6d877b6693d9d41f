// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { CoreConnection } from "./core_types.ts";
import type { ClientError } from "./error.ts";
import type { Message, Publish } from "./message.ts";
import type { Subscription } from "./subscription.ts";
import type { WaitOptions } from "./wait.ts";

/** How to subscribe. */
export interface SubscribeOptions {
  /** Share the messages with the other members of this queue group. */
  readonly queue?: string;
  /** End after this many messages. */
  readonly max?: number;
  /**
   * Handles the messages, `concurrency` of them at a time. What it throws goes to `onError`.
   * Without it, messages are taken with `next` or `for await`.
   */
  readonly callback?: (message: Message) => void | Promise<void>;
  /** How many messages the callback may be handling at a time. Default: 1, so in their order. */
  readonly concurrency?: number;
  /**
   * Hears of what the callback throws, of dropped messages (`slow-consumer`) and of the server's
   * refusal (`permission`). Default: each is an `error` status of the client.
   */
  readonly onError?: (error: Error) => void;
  /** Sees each message as it arrives and is accepted, before it is taken. */
  readonly observe?: (message: Message) => void;
  /** Messages that may wait; newer ones are dropped. Default: the connection's. */
  readonly pendingMsgsLimit?: number;
  /** Payload bytes that may wait; newer messages are dropped. Default: the connection's. */
  readonly pendingBytesLimit?: number;
}

/** What a subscription needs of its client. */
export interface SubscriptionHost {
  /** The connection to subscribe on. */
  readonly connection: CoreConnection;
  /** How received messages are answered. */
  readonly publish: Publish;
  /** Completes a PING/PONG round trip, after a reconnect if there is no connection. */
  readonly roundTrip: (options: WaitOptions) => Promise<void>;
  /** Whether there is a connection. */
  readonly linked: () => boolean;
  /** Reports an error as a status. */
  readonly reportError: (error: ClientError) => void;
  /** Called when it has ended and its callback has run for the last time. */
  readonly forget: (subscription: Subscription) => void;
  /** What may wait in a subscription. */
  readonly limits: { readonly messages: number; readonly bytes: number };
}
