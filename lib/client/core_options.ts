// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Authenticator, ConnectionOptions } from "@nats-io/nats-core";
import {
  credsAuthenticator,
  nkeyAuthenticator,
  nkeys,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from "@nats-io/nats-core";
import type { ConnectSettings } from "./connect_options.ts";
import { ClientError } from "./error.ts";

/**
 * nats-core's options for checked settings.
 *
 * @param checkpoint called before each attempt to connect; what it throws ends the attempts
 * @throws {ClientError} `invalid-option` for credentials that cannot be read
 */
export function toCoreOptions(
  settings: ConnectSettings,
  checkpoint: () => void,
): ConnectionOptions {
  const { name, inboxPrefix, reconnectTimeWait, tls } = settings;
  const authenticator = authenticators(settings);
  // Clients that lost the same server should not come back in step.
  const { reconnectJitter: jitter = Math.min(100, reconnectTimeWait / 10) } = settings;
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
    waitOnFirstConnect: settings.waitOnFirstConnect,
    ignoreAuthErrorAbort: settings.ignoreAuthErrorAbort,
    reconnectDelayHandler: () => {
      checkpoint();
      return Math.round(reconnectTimeWait + Math.random() * jitter);
    },
    ...(tls === undefined ? {} : { tls }),
    ...(name === undefined ? {} : { name }),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(authenticator.length === 0 ? {} : { authenticator }),
  };
}

function authenticators(settings: ConnectSettings): Authenticator[] {
  const { user, password, token, nkey, creds } = settings;
  const found: Authenticator[] = [];
  if (user !== undefined) found.push(usernamePasswordAuthenticator(user, password));
  if (token !== undefined) found.push(tokenAuthenticator(token));
  if (nkey !== undefined) found.push(nkeyAuthenticator(checkSeed(nkey)));
  if (creds !== undefined) found.push(readCreds(creds));
  return found;
}

function checkSeed(seed: string): Uint8Array {
  const bytes = new TextEncoder().encode(seed.trim());
  try {
    // A copy, which `clear` wipes.
    nkeys.fromSeed(bytes.slice()).clear();
  } catch (cause) {
    throw new ClientError(
      "invalid-option",
      "Cannot connect as 'nkey' must be the seed of a user's nkey (SU…): current value is hidden",
      { cause },
    );
  }
  return bytes;
}

function readCreds(creds: string): Authenticator {
  const encoder = new TextEncoder();
  if (creds.includes("-----BEGIN ")) return credsAuthenticator(encoder.encode(creds));
  const read = () => {
    try {
      return Deno.readFileSync(creds);
    } catch (cause) {
      throw new ClientError(
        "invalid-option",
        `Cannot connect as 'creds' must be credentials or the path of a readable file: ${
          cause instanceof Error ? cause.message : cause
        }`,
        { cause },
      );
    }
  };
  // Now, so that a wrong path is told at once; and again at each connect, as the file may change.
  read();
  return credsAuthenticator(read);
}
