// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectOptions } from "./connect_options.ts";
import type { ConnectSettings } from "./connect_settings.ts";
import { defaultSettings } from "./connect_settings.ts";
import { isPublicUserKey } from "./credentials.ts";
import { ClientError } from "./error.ts";
import { nearest } from "./nearest.ts";
import type { OptionKind } from "./option_kind.ts";
import * as kind from "./option_kind.ts";
import type { ServerUrl } from "./server_url.ts";
import { parseTls } from "./tls_options.ts";

/** Options each of which fits by itself. */
export interface DecodedOptions extends Omit<Partial<ConnectSettings>, "servers" | "logins"> {
  readonly servers?: readonly ServerUrl[];
}

/** Which setting an option is for, and how it gets there. */
interface OptionSpec {
  readonly target: keyof DecodedOptions;
  readonly decode: OptionKind<unknown>;
  /** Only a program can give it, a file or a scenario cannot. */
  readonly program: boolean;
}

function data<K extends keyof DecodedOptions>(
  target: K,
  decode: OptionKind<Required<DecodedOptions>[K]>,
): OptionSpec {
  return { target, decode, program: false };
}

function program<K extends keyof DecodedOptions>(
  target: K,
  decode: OptionKind<Required<DecodedOptions>[K]> = kind.callback,
): OptionSpec {
  return { target, decode, program: true };
}

const specs: { readonly [K in keyof Required<ConnectOptions>]: OptionSpec } = {
  servers: data("servers", kind.servers),
  name: data("name", kind.text),
  // What a context says depends on the machine.
  context: program("context", kind.context),
  user: data("user", kind.text),
  password: data("password", kind.secret),
  pass: data("password", kind.secret),
  token: data("token", kind.secret),
  creds: data("creds", kind.credentials),
  nkey: data("nkey", kind.nkey),
  jwt: data("jwt", kind.jwt),
  sign: program("sign"),
  tls: data("tls", parseTls),
  noEcho: data("noEcho", kind.flag),
  pedantic: data("pedantic", kind.flag),
  verbose: data("verbose", kind.flag),
  reconnect: data("reconnect", kind.flag),
  allowReconnect: data("reconnect", kind.flag),
  reconnectTimeWait: data("reconnectTimeWait", kind.duration),
  reconnectJitter: data("reconnectJitter", kind.durationFromZero),
  maxReconnectAttempts: data("maxReconnectAttempts", kind.attempts),
  pingInterval: data("pingInterval", kind.duration),
  maxPingOut: data("maxPingOut", kind.count),
  maxOutstandingPings: data("maxPingOut", kind.count),
  timeout: data("connectTimeout", kind.duration),
  connectTimeout: data("connectTimeout", kind.duration),
  drainTimeout: data("drainTimeout", kind.duration),
  flushTimeout: data("flushTimeout", kind.duration),
  requestTimeout: data("requestTimeout", kind.duration),
  inboxPrefix: data("inboxPrefix", kind.subjectPrefix),
  noRandomize: data("noRandomize", kind.flag),
  randomize: data("noRandomize", kind.opposite),
  ignoreClusterUpdates: data("ignoreClusterUpdates", kind.flag),
  ignoreAuthErrorAbort: data("ignoreAuthErrorAbort", kind.flag),
  waitOnFirstConnect: data("waitOnFirstConnect", kind.flag),
  pendingSize: data("pendingSize", kind.size),
  outboundSize: data("outboundSize", kind.size),
  pendingMsgsLimit: data("pendingMsgsLimit", kind.count),
  pendingBytesLimit: data("pendingBytesLimit", kind.size),
  onConnect: program("onConnect"),
  onDisconnect: program("onDisconnect"),
  onReconnect: program("onReconnect"),
  onClose: program("onClose"),
  onError: program("onError"),
  onDiscoveredServers: program("onDiscoveredServers"),
  onLameDuck: program("onLameDuck"),
};

const names: readonly string[] = Object.keys(specs);

/** The options that are plain data, which a scenario can give. */
export const connectOptionNames: ReadonlySet<string> = new Set(
  Object.entries(specs).filter(([, spec]) => !spec.program).map(([name]) => name),
);

/** The options that only a program can give: functions, and what depends on the machine. */
export const programOptionNames: ReadonlySet<string> = new Set(
  names.filter((name) => !connectOptionNames.has(name)),
);

/**
 * Checks options and fills in defaults. Options that are `undefined` count as not given. Neither
 * files nor the environment are looked at.
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
  const { servers, tls, ...rest } = decodeConnectOptions(options);
  checkAuthentication(rest, servers ?? []);
  const logins =
    servers?.flatMap(({ address, login }) =>
      login === undefined ? [] : [[address, login] as const]
    ) ?? [];
  return {
    ...defaultSettings,
    ...rest,
    ...(servers === undefined ? {} : { servers: servers.map(({ url }) => url) }),
    ...(logins.length === 0 ? {} : { logins: new Map(logins) }),
    ...checkTls(tls, servers ?? []),
  };
}

/**
 * Checks each option by itself.
 *
 * @throws {ClientError} `invalid-option`
 */
export function decodeConnectOptions(options: object): DecodedOptions {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw refuse("options that are no object; give one such as { servers: … }");
  }
  const decoded = new Map<
    keyof DecodedOptions,
    { readonly name: string; readonly value: unknown }
  >();
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!isOptionName(name)) throw unknownOption(name);
    const { target, decode } = specs[name];
    const setting = { name, value: decode(value, name) };
    const other = decoded.get(target);
    if (other !== undefined && other.value !== setting.value) {
      throw refuse(`'${other.name}' and '${name}' that contradict each other; give one of them`);
    }
    decoded.set(target, setting);
  }
  // The table has a fitting kind for each setting.
  return Object.fromEntries(
    [...decoded].map(([target, { value }]) => [target, value]),
  ) as DecodedOptions;
}

function checkTls(
  tls: ConnectSettings["tls"],
  servers: readonly ServerUrl[],
): Pick<ConnectSettings, "tls"> {
  const secure = servers.find((server) => server.secure);
  if (secure !== undefined && tls === null) {
    throw refuse(`'tls' false and the server ${secure.url}, which asks for TLS`);
  }
  if (tls !== undefined) return { tls };
  // A wss:// URL needs nothing else.
  return servers.some(({ url }) => /^tls:/i.test(url)) ? { tls: {} } : {};
}

function checkAuthentication(given: DecodedOptions, servers: readonly ServerUrl[]): void {
  const { user, password, token, creds, jwt, nkey, sign } = given;
  if (password !== undefined && user === undefined) throw refuse("a password without a 'user'");
  if (user !== undefined && token !== undefined) throw exclusive("'user'", "'token'");
  if (servers.some(({ login }) => login !== undefined)) {
    if (user !== undefined) throw exclusive("'user'", "a user or token in a URL of 'servers'");
    if (token !== undefined) throw exclusive("'token'", "a user or token in a URL of 'servers'");
  }
  if (creds !== undefined) {
    const other = (["jwt", "nkey", "sign"] as const).find((it) => given[it] !== undefined);
    if (other !== undefined) throw exclusive("'creds'", `'${other}'`);
  }
  const publicKey = nkey !== undefined && isPublicUserKey(nkey);
  if (sign === undefined) {
    if (publicKey) throw refuse("a public key as 'nkey' without 'sign'; give its seed or 'sign'");
    return;
  }
  if (nkey !== undefined && !publicKey) throw exclusive("a seed as 'nkey'", "'sign'");
  if (nkey === undefined && jwt === undefined) {
    throw refuse("'sign' alone; give a 'jwt' or the public key as 'nkey' too");
  }
}

function exclusive(one: string, other: string): ClientError {
  return refuse(`both ${one} and ${other}; give one of them`);
}

function isOptionName(name: string): name is keyof ConnectOptions {
  return Object.hasOwn(specs, name);
}

function unknownOption(name: string): ClientError {
  const near = nearest(name, names);
  const help = near === undefined
    ? `the options are ${names.join(", ")}`
    : `did you mean '${near}'?`;
  return refuse(`unknown option '${name}'; ${help}`);
}

function refuse(what: string): ClientError {
  return new ClientError("invalid-option", `Cannot connect with ${what}`);
}
