// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Auth, Authenticator, ConnectionOptions } from "@nats-io/nats-core";
import { identityAuthenticator } from "./authenticator.ts";
import type { ConnectSettings } from "./connect_settings.ts";
import type { ClientError } from "./error.ts";
import type { ServerLogin } from "./server_url.ts";
import { checkTlsFiles } from "./tls_files.ts";

/**
 * nats-core's options for checked settings.
 *
 * @param checkpoint called before each attempt to connect; what it throws ends the attempts
 * @param report told of credentials that could not be renewed for a reconnect, which goes on with
 * those it had
 * @throws {ClientError} `invalid-option` for files that cannot be read or have the wrong content
 */
export function toCoreOptions(
  settings: ConnectSettings,
  checkpoint: () => void,
  report: (error: ClientError) => void,
): ConnectionOptions {
  const { name, inboxPrefix, reconnectTimeWait, tls } = settings;
  // Clients that lost the same server should not come back in step.
  const { reconnectJitter = Math.min(100, reconnectTimeWait / 10) } = settings;
  if (tls) checkTlsFiles(tls);
  return {
    servers: [...settings.servers],
    noEcho: settings.noEcho,
    pedantic: settings.pedantic,
    verbose: settings.verbose,
    reconnect: settings.reconnect,
    maxReconnectAttempts: settings.maxReconnectAttempts,
    pingInterval: settings.pingInterval,
    maxPingOut: settings.maxPingOut,
    timeout: settings.connectTimeout,
    noRandomize: settings.noRandomize,
    ignoreClusterUpdates: settings.ignoreClusterUpdates,
    ignoreAuthErrorAbort: settings.ignoreAuthErrorAbort,
    waitOnFirstConnect: settings.waitOnFirstConnect,
    reconnectDelayHandler: () => {
      checkpoint();
      return Math.round(reconnectTimeWait + Math.random() * reconnectJitter);
    },
    ...(tls === undefined ? {} : { tls }),
    ...(name === undefined ? {} : { name }),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...authentication(settings, report),
  };
}

function authentication(
  settings: ConnectSettings,
  report: (error: ClientError) => void,
): Pick<ConnectionOptions, "authenticator" | "reconnectToServer"> {
  const { user, token, logins } = settings;
  const authenticator: Authenticator[] = [];
  if (user !== undefined || token !== undefined) authenticator.push(() => toAuth(settings));
  const identity = identityAuthenticator(settings, report);
  if (identity !== undefined) authenticator.push(identity);
  if (logins === undefined) return authenticator.length === 0 ? {} : { authenticator };
  let login: ServerLogin | undefined;
  authenticator.push(() => toAuth(login));
  return {
    authenticator,
    reconnectToServer: ([next]) => {
      // Servers of the cluster take the login of the one that told of them.
      if (next?.gossiped === false) login = logins.get(`${next.hostname}:${next.port}`);
      // nats-core's own choice.
      return null;
    },
  };
}

function toAuth({ user, password, token }: ServerLogin = {}): Auth {
  if (token !== undefined) return { auth_token: token };
  if (user === undefined) return;
  return password === undefined ? { user } : { user, pass: password };
}
