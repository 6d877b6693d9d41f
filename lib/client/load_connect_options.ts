// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { ConnectOptions } from "./connect_options.ts";
import type { ConnectSettings } from "./connect_settings.ts";
import type { Environment } from "./environment.ts";
import { environment as processEnvironment } from "./environment.ts";
import { ClientError } from "./error.ts";
import { servers as parseServers } from "./option_kind.ts";
import { decodeConnectOptions, parseConnectOptions } from "./parse_connect_options.ts";
import type { DecodedOptions } from "./parse_connect_options.ts";
import { readContext } from "./read_context.ts";

/**
 * Checks options, and completes them: from the `nats` CLI's context where `context` asks for one,
 * otherwise by `NATS_URL` where no `servers` are given. Who connects and how TLS is used is taken
 * from one place as a whole: from the options where they say anything of it.
 *
 * @throws {ClientError} `invalid-option`
 */
export function loadConnectOptions(
  options: object,
  environment: Environment = processEnvironment,
): ConnectSettings {
  const given = decodeConnectOptions(options);
  const { context = false } = given;
  if (context !== false) {
    const name = context === true ? undefined : context;
    const base = contextOptions(name, environment);
    return parseConnectOptions({ ...yielding(base, given), ...defined(options) });
  }
  const url = given.servers === undefined ? environment("NATS_URL") : undefined;
  if (url === undefined) return parseConnectOptions(options);
  const servers = parseServers(url, "NATS_URL");
  return parseConnectOptions({
    ...options,
    servers: identifies(given) ? servers.map((server) => server.url) : url,
  });
}

function contextOptions(name: string | undefined, environment: Environment): ConnectOptions {
  const found = readContext(name, environment);
  if (found === undefined) {
    throw new ClientError(
      "invalid-option",
      "Cannot connect as 'context' is true, but no context is selected; select one (nats context select) or name it",
    );
  }
  try {
    parseConnectOptions(found.options);
  } catch (cause) {
    if (!(cause instanceof ClientError)) throw cause;
    throw new ClientError(
      "invalid-option",
      `Cannot use the context ${JSON.stringify(found.name)} (${found.path}): ${cause.message}`,
      { cause },
    );
  }
  return found.options;
}

/** What of a context's options remains beside the given ones. */
function yielding(base: ConnectOptions, given: DecodedOptions): ConnectOptions {
  const { servers, tls, inboxPrefix, ...identity } = base;
  const identified = identifies(given);
  return {
    ...(servers === undefined || given.servers !== undefined
      ? {}
      : { servers: identified ? withoutLogins(servers) : servers }),
    ...(tls === undefined || given.tls !== undefined ? {} : { tls }),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(identified ? {} : identity),
  };
}

function withoutLogins(servers: NonNullable<ConnectOptions["servers"]>): readonly string[] {
  return parseServers(servers, "servers").map(({ url }) => url);
}

/** Without the entries that are undefined, which count as not given. */
function defined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Whether options say who connects. */
function identifies(given: DecodedOptions): boolean {
  const { user, token, creds, jwt, nkey, sign } = given;
  return [user, token, creds, jwt, nkey, sign].some((it) => it !== undefined) ||
    (given.servers ?? []).some(({ login }) => login !== undefined);
}
