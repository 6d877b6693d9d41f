// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What a consumption is made of, and what it tells. @module */

import type { Codec } from "../../codec/codec.ts";
import type { Client } from "../client.ts";
import type { ConsumeOptions, ConsumeSettings, StreamMessage } from "./consume_options.ts";
import type { DeadLetterBox } from "./dead_letter.ts";

/** What was done since the start. */
export interface ConsumeStats {
  /** Messages handled and acknowledged. */
  readonly handled: number;
  /** Deliveries whose handler failed, or whose payload is not of its type. */
  readonly failed: number;
  /** Messages that were ended as dead letters. */
  readonly dead: number;
  /** Messages given back when it stopped, as their handling had not begun. */
  readonly returned: number;
  /** Handlers that run. */
  readonly running: number;
  /** Messages that wait for a handler. */
  readonly waiting: number;
}

/** All that a consumption is made of. */
export interface ConsumptionParts {
  readonly client: Client;
  readonly stream: string;
  readonly consumer: string;
  readonly settings: ConsumeSettings;
  readonly codec: Codec<unknown, never>;
  readonly handler: (message: StreamMessage<never>) => void | Promise<void>;
  /** Undefined: dead letters are only ended. */
  readonly deadLetters: DeadLetterBox | undefined;
  /** The server's patience with a message, in milliseconds. */
  readonly ackWaitMs: number;
  readonly maxBatch: number;
  /** Rejects where the consumer is not there any more. */
  readonly check: () => Promise<void>;
  readonly onError: ConsumeOptions["onError"];
}
