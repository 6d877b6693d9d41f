// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { longestTimer } from "../client/milliseconds.ts";
import type { Client } from "../client/mod.ts";
import { ClientError } from "../client/mod.ts";
import type { OutboxListener } from "./event.ts";
import type { OutboxStore } from "./store.ts";

/** How an outbox is opened. */
export interface OutboxOptions {
  /** Publishes the messages. It is not closed with the outbox; close the outbox first. */
  readonly client: Client;
  /** The file, made where there is none. Either it or `store` is needed. */
  readonly path?: string;
  /** Where messages are kept in place of a file; it is closed with the outbox. */
  readonly store?: OutboxStore;
  /**
   * To whom they go: `jetstream`, to a stream, once within its duplicate window; `core`, to whoever
   * is subscribed: at least once to the server's socket. Default: `jetstream`.
   */
  readonly mode?: "jetstream" | "core";
  /** Messages and dead letters it may hold. Default: 1,000,000. */
  readonly maxRows?: number;
  /** Bytes of them it may hold. Default: 1 GiB. */
  readonly maxBytes?: number;
  /** Messages that may be under way, one of each subject. Default: 256. */
  readonly inFlight?: number;
  /** Milliseconds to wait for an acknowledgement before another try. Default: 5000. */
  readonly ackTimeoutMs?: number;
  /** Milliseconds before a second try; they double with each further one. Default: 100. */
  readonly retryWaitMs?: number;
  /** The longest pause between tries, in milliseconds. Default: 5000. */
  readonly maxRetryWaitMs?: number;
  /** Definite refusals until a message becomes a dead letter, counted anew when opened. Default: 3. */
  readonly maxRefusals?: number;
  /** Tell where a stream's duplicate window is shorter, in milliseconds. Default: 120,000. */
  readonly minWindowMs?: number;
  /** Hears of what no call can throw. */
  readonly onEvent?: OutboxListener;
}

/** Every setting has a value. */
export type OutboxSettings =
  & Required<Omit<OutboxOptions, "path" | "store" | "onEvent">>
  & Pick<OutboxOptions, "path" | "store" | "onEvent">;

const defaults = {
  mode: "jetstream",
  maxRows: 1_000_000,
  maxBytes: 2 ** 30,
  inFlight: 256,
  ackTimeoutMs: 5000,
  retryWaitMs: 100,
  maxRetryWaitMs: 5000,
  maxRefusals: 3,
  minWindowMs: 120_000,
} as const;

/** The numbers among the options, and the least of each. */
const least = {
  maxRows: 1,
  maxBytes: 1,
  inFlight: 1,
  ackTimeoutMs: 1,
  retryWaitMs: 1,
  maxRetryWaitMs: 1,
  maxRefusals: 1,
  minWindowMs: 0,
} as const;

/**
 * Checks options, and adds the defaults.
 *
 * @throws {ClientError} `invalid-option`
 */
export function outboxSettings(options: OutboxOptions): OutboxSettings {
  const settings = { ...defaults, ...withoutUndefined(options) };
  const { path, store, mode } = settings;
  if ((path === undefined) === (store === undefined)) {
    throw refuse("Cannot open the outbox as either 'path' or 'store' must be given");
  }
  if (mode !== "jetstream" && mode !== "core") {
    throw refuse(
      `Cannot open the outbox as 'mode' must be jetstream or core: current value is ${mode}`,
    );
  }
  for (const name of Object.keys(least).filter(isNumberName)) {
    const value = settings[name];
    const most = name.endsWith("Ms") ? longestTimer : Number.MAX_SAFE_INTEGER;
    if (Number.isInteger(value) && value >= least[name] && value <= most) continue;
    throw refuse(
      `Cannot open the outbox as '${name}' must be a whole number from ${least[name]} to ` +
        `${most}: current value is ${value}`,
    );
  }
  return settings;
}

function isNumberName(name: string): name is keyof typeof least {
  return name in least;
}

/** An option that is undefined is not given. */
function withoutUndefined(options: OutboxOptions): OutboxOptions {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(entries), client: options.client };
}

function refuse(message: string): ClientError {
  return new ClientError("invalid-option", message);
}
