// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Checks what calls of the client are given; the types hold TypeScript's callers only. @module */

import { ClientError } from "./error.ts";
import { isMilliseconds, milliseconds } from "./milliseconds.ts";
import type { Payload } from "./payload.ts";
import type { Unfit } from "./unfit.ts";
import { unfitSentence } from "./unfit.ts";

/** How long to wait, as a caller may have given it. */
interface Limits {
  readonly timeoutMs?: unknown;
  readonly signal?: unknown;
}

/**
 * The error of limits that no wait can have; undefined where they are fit.
 *
 * @param doing what was called, for the message
 */
export function unfitLimits({ timeoutMs, signal }: Limits, doing: string): ClientError | undefined {
  if (timeoutMs !== undefined && !isMilliseconds(timeoutMs)) {
    return refuse(doing, { name: "timeoutMs", rule: milliseconds, value: timeoutMs });
  }
  if (signal === undefined || signal instanceof AbortSignal) return undefined;
  return refuse(doing, { name: "signal", rule: "an AbortSignal", value: signal });
}

/** How to request, as a caller may have given it. */
interface Asked {
  readonly signal?: unknown;
  readonly replies?: unknown;
  readonly stallMs?: unknown;
  readonly sentinel?: unknown;
}

/**
 * Checks how to request.
 *
 * @throws {ClientError} `invalid-option`
 */
export function checkAsked(asked: Asked, timeoutMs: unknown): void {
  const { signal, replies, stallMs, sentinel } = asked;
  const unfit = unfitLimits({ timeoutMs, signal }, "request");
  if (unfit !== undefined) throw unfit;
  checkLimit("request", "replies", replies);
  if (stallMs !== undefined && !isMilliseconds(stallMs)) {
    throw refuse("request", { name: "stallMs", rule: milliseconds, value: stallMs });
  }
  if (sentinel !== undefined && typeof sentinel !== "boolean" && typeof sentinel !== "function") {
    const rule = "true, false or a function";
    throw refuse("request", { name: "sentinel", rule, value: sentinel });
  }
}

/** How to subscribe, as a caller may have given it. */
interface Subscribed {
  readonly max?: unknown;
  readonly concurrency?: unknown;
  readonly pendingMsgsLimit?: unknown;
  readonly pendingBytesLimit?: unknown;
  readonly callback?: unknown;
  readonly onError?: unknown;
  readonly observe?: unknown;
}

/**
 * Checks how to subscribe.
 *
 * @throws {ClientError} `invalid-option`
 */
export function checkSubscribed(subscribed: Subscribed): void {
  checkCount("subscribe", "max", subscribed.max);
  for (const name of ["concurrency", "pendingMsgsLimit", "pendingBytesLimit"] as const) {
    checkLimit("subscribe", name, subscribed[name]);
  }
  for (const name of ["callback", "onError", "observe"] as const) {
    const value = subscribed[name];
    if (value === undefined || typeof value === "function") continue;
    throw refuse("subscribe", { name, rule: "a function", value });
  }
}

/**
 * Checks a number of things, where one is given.
 *
 * @throws {ClientError} `invalid-option`
 */
export function checkCount(doing: string, name: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return;
  throw refuse(doing, { name, rule: "a whole number from 1", value });
}

function checkLimit(doing: string, name: string, value: unknown): void {
  if (value !== Infinity) checkCount(doing, name, value);
}

/** Whether a message can carry it. */
export function isPayload(data: unknown): data is Payload {
  return typeof data === "string" || data instanceof Uint8Array;
}

/** The error of what is no payload. */
export function unfitPayload(subject: string, value: unknown): ClientError {
  const doing = `publish to ${JSON.stringify(subject)}`;
  return refuse(doing, { name: "data", rule: "a text or bytes (a Uint8Array)", value });
}

function refuse(doing: string, unfit: Unfit): ClientError {
  return new ClientError("invalid-option", unfitSentence(doing, unfit));
}
