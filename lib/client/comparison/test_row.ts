// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * What natsrig's client does and nats.js does not, as tests that run on both. They are a work list
 * in reverse: where nats.js comes to do it, a test fails, and docs/migration.md has to be changed.
 *
 * What cannot be shown so, or not in the whole:
 *
 * - TLS over TCP with a client's certificate or another server name: the sockets are natsrig's on
 *   both sides. The certificate is shown over WebSocket, where nats.js's own sockets are at hand.
 * - `close()` loses what has not been sent in both; what differs is the end of `await using`.
 * - Credentials: nats.js has a way to write each of natsrig's options by hand, as an
 *   authenticator. Shown is what its `credsAuthenticator` makes of a file's content.
 * - `pendingBytes`, `once`, callbacks, the functions for JWT and signature: nats.js has nothing
 *   of the kind, so that it fails by that and not by what it does.
 *
 * @module
 */

import { assert, assertRejects } from "@std/assert";
import { natsJs } from "./test_nats_js.ts";
import { natsrig } from "./test_natsrig.ts";
import type { Party } from "./test_party.ts";

/** Something that natsrig's client does and nats.js does not. */
export interface Row {
  /** What it does, as the names of tests have it. */
  readonly name: string;
  /** Throws where a client does not do it. */
  readonly check: (party: Party) => Promise<void>;
  /** A part of what it throws for nats.js, so that it fails by this and by nothing else. */
  readonly natsJs: string;
  /** Whether this build cannot show it. Default: false. */
  readonly ignore?: boolean;
}

/**
 * Shows a difference on both sides: natsrig's client passes, nats.js fails. Where nats.js comes to
 * pass one day, the second test says so.
 */
export function testRow({ name, check, natsJs: failure, ignore = false }: Row): void {
  Deno.test({ name, ignore, fn: () => check(natsrig) });
  Deno.test({
    name: `${name}; nats.js does not`,
    ignore,
    fn: async () => {
      await assertRejects(() => check(natsJs), Error, failure, "nats.js does this now");
    },
  });
}

/** Waits for a promise as long as is fit for the party. */
export async function settles<T>(promise: Promise<T>, what: string, party: Party): Promise<T> {
  const settled = promise.then((value) => ({ value }));
  const outcome = await orAfter(party.patienceMs, settled, undefined);
  assert(outcome !== undefined, `${what} does not end`);
  return outcome.value;
}

/** What a promise gives, or something else when some milliseconds are over before. */
export async function orAfter<T, U>(ms: number, promise: Promise<T>, late: U): Promise<T | U> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<U>((resolve) => timer = setTimeout(() => resolve(late), ms));
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** What stands as `code` in the error that a promise is rejected with. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  const error = await assertRejects(() => promise, Error);
  return "code" in error ? error.code : `no code: ${error.message}`;
}
