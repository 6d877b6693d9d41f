// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ClientError } from "./error.ts";
import { nearest } from "./nearest.ts";

/** Milliseconds, or a text such as `250ms`, `5s`, `2m`. */
export type Duration = number | string;
/** Bytes, or a text such as `64KiB`, `2MiB`. */
export type Size = number | string;

/** How to connect. Everything has a default; two names for one thing are those of other clients. */
export interface ConnectOptions {
  /** URLs such as `nats://host:4222`, `host:4222` or `ws://host:8080`. Default: `127.0.0.1:4222`. */
  readonly servers?: string | readonly string[];
  /** The connection's name, as the server shows it. */
  readonly name?: string;
  /** Name of a user with a password. */
  readonly user?: string;
  /** The user's password. */
  readonly password?: string;
  /** The user's password. */
  readonly pass?: string;
  /** A token, for servers that want one. */
  readonly token?: string;
  /** Credentials: their text, or the path of a file, which is read again at each connect. */
  readonly creds?: string;
  /** The seed of an nkey (`SU…`). */
  readonly nkey?: string;
  /** The server does not send this connection's own messages back to it. Default: false. */
  readonly noEcho?: boolean;
  /** The server checks subjects strictly. Default: false. */
  readonly pedantic?: boolean;
  /** The server acknowledges every protocol line. Default: false. */
  readonly verbose?: boolean;
  /** Reconnect when the connection is lost. Default: true. */
  readonly reconnect?: boolean;
  /** Reconnect when the connection is lost. Default: true. */
  readonly allowReconnect?: boolean;
  /** Time between attempts to reconnect to a server. Default: 2s. */
  readonly reconnectTimeWait?: Duration;
  /** Attempts per server until it is given up; -1: no end. Default: 60. */
  readonly maxReconnectAttempts?: number;
  /** Time between PINGs. Default: 2m. */
  readonly pingInterval?: Duration;
  /** PINGs without an answer until the connection counts as lost. Default: 2. */
  readonly maxPingOut?: number;
  /** How long connecting to a server may take. Default: 2s. */
  readonly timeout?: Duration;
  /** How long connecting to a server may take. Default: 2s. */
  readonly connectTimeout?: Duration;
  /** How long a drain may take. Default: 30s. */
  readonly drainTimeout?: Duration;
  /** First tokens of reply subjects. Default: `_INBOX`. */
  readonly inboxPrefix?: string;
  /** Try the servers in the order given. Default: false. */
  readonly noRandomize?: boolean;
  /** Do not learn of further servers from the cluster. Default: false. */
  readonly ignoreClusterUpdates?: boolean;
  /** Keep trying while no server answers to the first connect. Default: false. */
  readonly waitOnFirstConnect?: boolean;
  /** Bytes of publishes to keep while disconnected. Default: 2MiB. */
  readonly pendingSize?: Size;
  /** Messages that may wait in a subscription; newer ones are dropped. Default: 65536. */
  readonly pendingMsgsLimit?: number;
  /** Bytes that may wait in a subscription; newer messages are dropped. Default: 64MiB. */
  readonly pendingBytesLimit?: Size;
}

/** Checked options: one name for each thing, milliseconds and bytes. */
export interface ConnectSettings {
  /** URLs, in the order given. */
  readonly servers: readonly string[];
  /** The connection's name. */
  readonly name?: string;
  /** Name of a user. */
  readonly user?: string;
  /** The user's password. */
  readonly password?: string;
  /** A token. */
  readonly token?: string;
  /** Credentials, or the path of their file. */
  readonly creds?: string;
  /** The seed of an nkey. */
  readonly nkey?: string;
  /** Own messages do not come back. */
  readonly noEcho: boolean;
  /** The server checks strictly. */
  readonly pedantic: boolean;
  /** The server acknowledges every line. */
  readonly verbose: boolean;
  /** Reconnect when the connection is lost. */
  readonly reconnect: boolean;
  /** Milliseconds between attempts. */
  readonly reconnectTimeWait: number;
  /** Attempts per server; -1: no end. */
  readonly maxReconnectAttempts: number;
  /** Milliseconds between PINGs. */
  readonly pingInterval: number;
  /** PINGs without an answer until the connection counts as lost. */
  readonly maxPingOut: number;
  /** Milliseconds that connecting to a server may take. */
  readonly connectTimeout: number;
  /** Milliseconds that a drain may take. */
  readonly drainTimeout: number;
  /** First tokens of reply subjects. */
  readonly inboxPrefix?: string;
  /** Try the servers in order. */
  readonly noRandomize: boolean;
  /** Do not learn of further servers. */
  readonly ignoreClusterUpdates: boolean;
  /** Keep trying at the first connect. */
  readonly waitOnFirstConnect: boolean;
  /** Bytes of publishes to keep while disconnected. */
  readonly pendingSize: number;
  /** Messages that may wait in a subscription. */
  readonly pendingMsgsLimit: number;
  /** Bytes that may wait in a subscription. */
  readonly pendingBytesLimit: number;
}

type Kind = "texts" | "text" | "secret" | "flag" | "duration" | "size" | "count" | "attempts";

/** Every option with what it takes, and the name it is a second one for. */
const optionKinds: Required<
  { readonly [K in keyof ConnectOptions]: Kind | readonly [Kind, string] }
> = {
  servers: "texts",
  name: "text",
  user: "text",
  password: "secret",
  pass: ["secret", "password"],
  token: "secret",
  creds: "secret",
  nkey: "secret",
  noEcho: "flag",
  pedantic: "flag",
  verbose: "flag",
  reconnect: "flag",
  allowReconnect: ["flag", "reconnect"],
  reconnectTimeWait: "duration",
  maxReconnectAttempts: "attempts",
  pingInterval: "duration",
  maxPingOut: "count",
  timeout: ["duration", "connectTimeout"],
  connectTimeout: "duration",
  drainTimeout: "duration",
  inboxPrefix: "text",
  noRandomize: "flag",
  ignoreClusterUpdates: "flag",
  waitOnFirstConnect: "flag",
  pendingSize: "size",
  pendingMsgsLimit: "count",
  pendingBytesLimit: "size",
};

/** The names of all options. */
export const connectOptionNames: ReadonlySet<string> = new Set(Object.keys(optionKinds));

const defaults = {
  servers: ["127.0.0.1:4222"],
  noEcho: false,
  pedantic: false,
  verbose: false,
  reconnect: true,
  reconnectTimeWait: 2000,
  maxReconnectAttempts: 60,
  pingInterval: 120_000,
  maxPingOut: 2,
  connectTimeout: 2000,
  drainTimeout: 30_000,
  noRandomize: false,
  ignoreClusterUpdates: false,
  waitOnFirstConnect: false,
  pendingSize: 2 * 1024 ** 2,
  pendingMsgsLimit: 65_536,
  pendingBytesLimit: 64 * 1024 ** 2,
} satisfies ConnectSettings;

/**
 * Checks options and fills in defaults. Options that are `undefined` count as not given.
 *
 * @example
 * ```ts
 * import { parseConnectOptions } from "@natsrig/natsrig";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = parseConnectOptions({ servers: "demo.example:4222", pingInterval: "5s" });
 * assertEquals(settings.servers, ["demo.example:4222"]);
 * assertEquals(settings.pingInterval, 5000);
 * ```
 *
 * @throws {ClientError} `invalid-option` for an unknown option or an unfit value; it names the
 * option, and the value unless it is a secret
 */
export function parseConnectOptions(options: object): ConnectSettings {
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!isOptionName(name)) throw unknownOption(name);
    const spec = optionKinds[name];
    const [kind, target] = typeof spec === "string" ? [spec, name] : spec;
    if (target in settings) {
      throw new ClientError("invalid-option", `Cannot connect with '${name}' given twice`);
    }
    settings[target] = decode(kind, name, value);
  }
  if (settings.password !== undefined && settings.user === undefined) {
    throw new ClientError("invalid-option", "Cannot connect with a password without a 'user'");
  }
  // Each value was decoded by its kind, and the table has all of the options.
  return { ...defaults, ...settings as Partial<ConnectSettings> };
}

function isOptionName(name: string): name is keyof ConnectOptions {
  return connectOptionNames.has(name);
}

function decode(kind: Kind, name: string, value: unknown): unknown {
  switch (kind) {
    case "texts": {
      const texts = Array.isArray(value)
        ? value
        : typeof value === "string"
        ? value.split(",")
        : [];
      const servers = texts.map((it) => typeof it === "string" ? it.trim() : "");
      if (servers.length > 0 && servers.every((it) => it !== "")) return servers;
      throw unfit(name, "a server's URL or a list of them", value);
    }
    case "text":
    case "secret":
      if (typeof value === "string" && value !== "") return value;
      throw unfit(name, "a text that is not empty", kind === "secret" ? undefined : value);
    case "flag":
      if (typeof value === "boolean") return value;
      throw unfit(name, "true or false", value);
    case "duration":
      return decodeScaled(value, durationUnits) ?? refuse(name, "a duration such as 250ms", value);
    case "size":
      return decodeScaled(value, sizeUnits) ?? refuse(name, "a size such as 2MiB", value);
    case "count":
      if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
      throw unfit(name, "a whole number from 1", value);
    case "attempts":
      if (typeof value === "number" && Number.isSafeInteger(value) && value >= -1) return value;
      throw unfit(name, "a whole number from -1 (no end)", value);
  }
}

const durationUnits: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60e3, h: 3.6e6 };
const sizeUnits: { readonly [unit: string]: number } = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

function decodeScaled(
  value: unknown,
  units: { readonly [unit: string]: number },
): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value > 0 ? value : undefined;
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(`${value}`) ?? [];
  const scale = units[unit ?? ""];
  const scaled = scale === undefined ? NaN : Number(digits) * scale;
  return scaled > 0 ? Math.round(scaled) : undefined;
}

function refuse(name: string, rule: string, value: unknown): never {
  throw unfit(name, rule, value);
}

/** The error for a value; `undefined` hides it. */
function unfit(name: string, rule: string, value: unknown): ClientError {
  const shown = value === undefined ? "hidden" : JSON.stringify(value) ?? typeof value;
  return new ClientError(
    "invalid-option",
    `Cannot connect as '${name}' must be ${rule}: current value is ${shown}`,
  );
}

function unknownOption(name: string): ClientError {
  const near = nearest(name, connectOptionNames);
  const help = near === undefined
    ? `the options are ${[...connectOptionNames].join(", ")}`
    : `did you mean '${near}'?`;
  return new ClientError("invalid-option", `Cannot connect with unknown option '${name}'; ${help}`);
}
