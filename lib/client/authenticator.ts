// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { Authenticator } from "@nats-io/nats-core";
import { nkeys } from "@nats-io/nats-core";
import type { ConnectSettings } from "./connect_settings.ts";
import { ClientError } from "./error.ts";
import { callbackFailed, identitySources } from "./identity.ts";
import type { Identity, IdentitySource } from "./identity.ts";
import { hidden, unfit } from "./unfit.ts";

type Report = (error: ClientError) => void;
type Sign = (nonce: Uint8Array) => Uint8Array;

/** What signing adds to CONNECT. */
interface Signature {
  readonly nkey: string;
  readonly sig: string;
}

/**
 * Reads files, JWTs and signatures anew at each connect. What fails at the first connect ends it.
 * What fails later, a file in the middle of its replacement for example, is reported, and the
 * connection tries with what it had before, so that its options for reconnecting decide.
 *
 * @returns undefined where the settings name no credentials of this kind
 * @throws {ClientError} `invalid-option` for files that are unfit already
 */
export function identityAuthenticator(
  settings: ConnectSettings,
  report: Report,
): Authenticator | undefined {
  const sources = identitySources(settings);
  const { sign, nkey = "" } = settings;
  if (sources.length === 0 && sign === undefined) return undefined;
  const reads = sources.map((source) => steadfast(source, report));
  const signNonce = sign === undefined ? undefined : signingCallback(sign, nkey, report);
  return (nonce) => {
    const { jwt, seed }: Identity = Object.assign({}, ...reads.map((read) => read()));
    const challenge = new TextEncoder().encode(nonce);
    let signature: Signature = { nkey, sig: "" };
    // A server that has no use for a signature gives no nonce; a bearer's JWT needs none.
    if (nonce !== undefined) {
      if (seed !== undefined) signature = signWithSeed(seed, challenge);
      else if (signNonce !== undefined) signature = signNonce(challenge);
    }
    return jwt === undefined ? signature : { jwt, ...signature };
  };
}

/** Reads what is not a callback at once, so that a wrong path is told before anything else. */
function steadfast(source: IdentitySource, report: Report): () => Identity {
  let last = source.callback ? undefined : source.read();
  return () => {
    try {
      return last = source.read();
    } catch (error) {
      if (last === undefined) throw error;
      report(atReconnect(error));
      return last;
    }
  };
}

function signWithSeed(seed: string, nonce: Uint8Array): Signature {
  const pair = nkeys.fromSeed(new TextEncoder().encode(seed));
  const signature = { nkey: pair.getPublicKey(), sig: nkeys.encode(pair.sign(nonce)) };
  pair.clear();
  return signature;
}

/** Without its signature the server refuses a connection, and the next attempt may have one. */
function signingCallback(
  sign: Sign,
  nkey: string,
  report: Report,
): (nonce: Uint8Array) => Signature {
  let worked = false;
  return (nonce) => {
    try {
      const sig = nkeys.encode(checkSignature(callSign(sign, nonce)));
      worked = true;
      return { nkey, sig };
    } catch (error) {
      if (!worked) throw error;
      report(atReconnect(error));
      return { nkey, sig: "" };
    }
  };
}

function callSign(sign: Sign, nonce: Uint8Array): unknown {
  try {
    return sign(nonce);
  } catch (cause) {
    throw callbackFailed("sign", cause);
  }
}

function checkSignature(signature: unknown): Uint8Array {
  if (signature instanceof Uint8Array && signature.length === 64) return signature;
  const rule = "a function that gives a signature of 64 bytes (a Uint8Array, not a promise)";
  throw unfit("sign", rule, hidden);
}

function atReconnect(cause: unknown): ClientError {
  const reason = cause instanceof Error ? cause.message : `${cause}`;
  return new ClientError(
    "authentication",
    `Cannot renew the credentials for the reconnect: ${reason}`,
    { cause },
  );
}
