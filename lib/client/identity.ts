// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { nkeys } from "@nats-io/nats-core";
import type { ConnectSettings } from "./connect_settings.ts";
import {
  findSeed,
  isCredentialsText,
  jwtProblem,
  parseCredentials,
  seedProblem,
} from "./credentials.ts";
import { ClientError } from "./error.ts";
import { readOptionFile } from "./option_file.ts";
import { hidden, unfit } from "./unfit.ts";

/** Who connects, as far as it does not depend on the server's nonce. */
export interface Identity {
  /** The user's JWT. */
  readonly jwt?: string;
  /** The seed that signs the nonce. */
  readonly seed?: string;
}

/** A part of an identity. */
export interface IdentitySource {
  /** Whether it is a function of the program's, which is not asked before it is needed. */
  readonly callback: boolean;
  /** Reads it anew. */
  read(): Identity;
}

/** What the settings say of who connects; each source is to be read at each connect. */
export function identitySources(settings: ConnectSettings): readonly IdentitySource[] {
  const { creds, nkey, jwt, sign } = settings;
  const sources: IdentitySource[] = [];
  if (creds !== undefined) sources.push({ callback: false, read: () => readCredentials(creds) });
  if (typeof jwt === "string") sources.push({ callback: false, read: () => ({ jwt }) });
  if (typeof jwt === "function") sources.push({ callback: true, read: () => askForJwt(jwt) });
  // Beside `sign` it is a public key.
  if (nkey !== undefined && sign === undefined) {
    sources.push({ callback: false, read: () => readSeed(nkey) });
  }
  return sources;
}

function readCredentials(creds: string): Identity {
  const path = isCredentialsText(creds) ? undefined : creds;
  const parsed = parseCredentials(path === undefined ? creds : readOptionFile("creds", path));
  if (typeof parsed === "string") {
    throw unfit("creds", `the path of a file with ${parsed}`, path ?? hidden);
  }
  checkSeed("creds", parsed.seed, path);
  return parsed;
}

function readSeed(nkey: string): Identity {
  const path = seedProblem(nkey) === undefined ? undefined : nkey;
  const seed = findSeed(path === undefined ? nkey : readOptionFile("nkey", path));
  if (seed === undefined) {
    throw unfit("nkey", "the path of a file with the seed of a user's nkey (SU…)", path ?? hidden);
  }
  checkSeed("nkey", seed, path);
  return { seed };
}

/** Beyond its form a seed has a checksum. */
function checkSeed(option: string, seed: string, path: string | undefined): void {
  try {
    // Clearing wipes the bytes, not the text.
    nkeys.fromSeed(new TextEncoder().encode(seed)).clear();
  } catch (cause) {
    const where = path === undefined ? "" : "the path of a file with ";
    throw unfit(option, `${where}a user's seed (SU…) whose checksum is right`, path ?? hidden, {
      cause,
    });
  }
}

function askForJwt(jwt: () => string): Identity {
  let given: unknown;
  try {
    given = jwt();
  } catch (cause) {
    throw callbackFailed("jwt", cause);
  }
  const problem = typeof given === "string" ? jwtProblem(given.trim()) : "a JWT as a text";
  if (typeof given === "string" && problem === undefined) return { jwt: given.trim() };
  throw unfit("jwt", `a function that gives ${problem}`, hidden);
}

/** The error of a callback of the program's that threw. */
export function callbackFailed(option: string, cause: unknown): ClientError {
  const reason = cause instanceof Error ? cause.message : `${cause}`;
  return new ClientError(
    "authentication",
    `Cannot authenticate as the function given as '${option}' failed: ${reason}`,
    { cause },
  );
}
