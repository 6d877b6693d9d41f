// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Which of an application's options are whose, and whether they fit. @module */

import { isMilliseconds, milliseconds } from "../client/milliseconds.ts";
import type { ConnectOptions } from "../client/mod.ts";
import type { ServeOptions } from "./serve.ts";

/** The options that are the application's own; others are the connection's. */
const own: { readonly [K in Exclude<keyof ServeOptions, keyof ConnectOptions>]-?: true } = {
  client: true,
  version: true,
  description: true,
  metadata: true,
  queue: true,
  concurrency: true,
  handlerTimeoutMs: true,
  cache: true,
  outbox: true,
  jetstream: true,
  log: true,
  onLog: true,
  graceMs: true,
  signal: true,
  signals: true,
};

/** Options of the connection that say something of the application, too. */
const both: ReadonlySet<string> = new Set(["name", "pendingMsgsLimit", "pendingBytesLimit"]);

/** The options that are for the connection. */
export function connectOptionsOf(options: ServeOptions): ConnectOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !Object.hasOwn(own, name)));
}

/**
 * Checks the options that are the application's own; the connection checks the others.
 *
 * @throws {TypeError} where one is not as it must be
 */
export function checkServeOptions(options: ServeOptions): void {
  const { name, queue, version, concurrency, handlerTimeoutMs, graceMs } = options;
  checkText("name", name, /^[\w-]+$/);
  if (queue !== false) checkText("queue", queue, /^[^\s.*>]+$/);
  checkText("version", version, semantic);
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency >= 1)) {
    throw refuse("concurrency", "a whole number from 1", concurrency);
  }
  checkTime("handlerTimeoutMs", handlerTimeoutMs);
  checkTime("graceMs", graceMs);
  if (options.client !== undefined) checkAlone(options);
}

/** As the service protocol wants it. */
const semantic =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

function checkText(name: string, value: unknown, pattern: RegExp): void {
  if (value === undefined || typeof value === "string" && pattern.test(value)) return;
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  throw refuse(name, `a text that matches ${pattern}`, shown);
}

function checkTime(name: string, value: number | undefined): void {
  if (value === undefined || value === Infinity || isMilliseconds(value)) return;
  throw refuse(name, `${milliseconds}, or Infinity`, value);
}

/** A client that is given has its options already. */
function checkAlone(options: ServeOptions): void {
  const further = Object.entries(connectOptionsOf(options))
    .find(([name, value]) => value !== undefined && !both.has(name));
  if (further === undefined) return;
  throw new TypeError(
    `Cannot serve as "${further[0]}" must be left out beside "client", which is connected already`,
  );
}

function refuse(name: string, rule: string, value: unknown): TypeError {
  return new TypeError(`Cannot serve as "${name}" must be ${rule}: current value is ${value}`);
}
