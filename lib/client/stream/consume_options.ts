// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Decoded, PayloadType } from "../../codec/payload_type.ts";
import { ClientError } from "../error.ts";
import { isMilliseconds, milliseconds } from "../milliseconds.ts";
import type { MessageHeaders } from "../payload.ts";
import { unfitSentence } from "../unfit.ts";
import type { DeliveryInfo } from "./delivery.ts";

/** Whose messages are consumed, and what they are. */
export interface ConsumeSource<Type extends PayloadType> {
  /** The stream's name. */
  readonly stream: string;
  /** The name of a durable pull consumer of it, with the `ack_policy` `explicit`. */
  readonly consumer: string;
  /** What the payloads are. Default: `bytes`. */
  readonly type?: Type;
}

/** A message of a stream. */
export interface StreamMessage<Value> extends DeliveryInfo {
  /** The payload, decoded. */
  readonly value: Value;
  /** The payload. */
  readonly data: Uint8Array;
  /** The subject it was published on. */
  readonly subject: string;
  /** Its headers. */
  readonly headers: MessageHeaders;
  /** Aborted where the handler has not ended within the grace of a stop. */
  readonly signal: AbortSignal;
}

/**
 * Handles a message. When it has returned, the message is acknowledged; when it throws, the message
 * comes again.
 */
export type StreamHandler<Type extends PayloadType> = (
  message: StreamMessage<Decoded<Type>>,
) => void | Promise<void>;

/** How to consume. */
export interface ConsumeOptions {
  /** How many messages are handled at a time; as many again are held ready. Default: 1. */
  readonly concurrency?: number;
  /**
   * After so many deliveries a message whose handler fails is a dead letter. What was delivered
   * twice as often without any outcome, as its handling ended the process, is one as well.
   * Default: 5.
   */
  readonly maxDeliveries?: number;
  /**
   * Milliseconds until a message comes again after its first, second, … delivery failed; the last
   * one goes on. Default: 250, 1000, 5000, 30000.
   */
  readonly backoffMs?: readonly number[];
  /**
   * Where dead letters go: a subject that a stream stores; false: nowhere, they are only ended.
   * Default: `dead.<stream>.<consumer>`.
   */
  readonly deadLetter?: string | false;
  /** How long handlers may go on after `stop`, in milliseconds. Default: 30,000. */
  readonly graceMs?: number;
  /** Aborted: it stops; while it starts, starting fails. */
  readonly signal?: AbortSignal;
  /**
   * Hears of each failure, with the message where it is about one. Default: each is an `error`
   * status of the client.
   */
  readonly onError?: (error: Error, message?: FailedMessage) => void;
}

/** Which message failed. */
export interface FailedMessage extends DeliveryInfo {
  /** The subject it was published on. */
  readonly subject: string;
  /** What becomes of it. */
  readonly outcome: "again" | "dead";
}

/** Options with their defaults. */
export interface ConsumeSettings {
  readonly concurrency: number;
  readonly maxDeliveries: number;
  readonly backoffMs: readonly number[];
  readonly deadLetter: string | false;
  readonly graceMs: number;
}

/**
 * Checks options, and adds the defaults.
 *
 * @throws {ClientError} `invalid-option`
 */
export function consumeSettings(
  { stream, consumer }: { readonly stream: string; readonly consumer: string },
  options: ConsumeOptions,
): ConsumeSettings {
  const settings = {
    concurrency: 1,
    maxDeliveries: 5,
    backoffMs: [250, 1000, 5000, 30_000],
    deadLetter: `dead.${stream}.${consumer}`,
    graceMs: 30_000,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  };
  const { concurrency, maxDeliveries, backoffMs, graceMs } = settings;
  for (const [name, value] of Object.entries({ stream, consumer })) {
    check(name, "a name without white space, dots and wildcards", value, /^[^\s.*>]+$/.test(value));
  }
  for (const [name, value] of Object.entries({ concurrency, maxDeliveries })) {
    check(name, "a whole number from 1", value, Number.isSafeInteger(value) && value >= 1);
  }
  check("graceMs", milliseconds, graceMs, isMilliseconds(graceMs));
  const times = Array.isArray(backoffMs) && backoffMs.length > 0 && backoffMs.every(isMilliseconds);
  check("backoffMs", "a list of milliseconds, one at least", backoffMs, times);
  return settings;
}

function check(name: string, rule: string, value: unknown, holds: boolean): void {
  if (holds) return;
  throw new ClientError("invalid-option", unfitSentence("consume", { name, rule, value }));
}
