// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ClientError, type ClientErrorCode } from "../error.ts";
import { toClientError } from "../to_client_error.ts";
import { configDifferences, unmetKeys } from "./config_difference.ts";
import { StreamError } from "./error.ts";
import type { Ensured } from "./types.ts";

/** A stream or consumer on the server, and how it shall be. */
export interface Ensurable {
  /** For messages: `the stream "ORDERS"`. */
  readonly title: string;
  /** As it shall be. */
  readonly wish: object;
  /** The code of there being none. */
  readonly missing: ClientErrorCode;
  /** Its configuration. */
  readonly read: () => Promise<object>;
  /** Makes it. */
  readonly create: () => Promise<unknown>;
  /** Changes it, and gives its configuration. */
  readonly update: () => Promise<object>;
}

/** Another one made it meanwhile: a stream's name in use, a consumer that exists. */
const takenCodes: ReadonlySet<ClientErrorCode> = new Set(["js:10058", "js:10013", "js:10148"]);

/**
 * Creates or updates.
 *
 * @throws {StreamError} `update-refused`
 * @throws {ClientError} `js:…`, `timeout`, `no-responders`
 */
export async function ensure(it: Ensurable): Promise<Ensured> {
  const { title, wish, missing } = it;
  let before = await present(it);
  if (before === undefined) {
    try {
      await it.create();
      return { outcome: "created", differences: [] };
    } catch (error) {
      const failure = toClientError(error, `create ${title}`);
      if (!takenCodes.has(failure.code)) throw failure;
      before = await present(it);
      if (before === undefined) throw failure;
    }
  }
  const unmet = unmetKeys(wish, before);
  if (unmet.length === 0) return { outcome: "unchanged", differences: [] };
  let after: object;
  try {
    after = await it.update();
  } catch (error) {
    const failure = toClientError(error, `update ${title}`);
    if (failure.code === missing || !failure.code.startsWith("js:")) throw failure;
    throw updateRefused(unmet, failure);
  }
  // Other words for the same thing (0 and -1 for no limit) are no change.
  const differences = configDifferences(before, after);
  return { outcome: differences.length === 0 ? "unchanged" : "updated", differences };
}

async function present({ title, missing, read }: Ensurable): Promise<object | undefined> {
  try {
    // The package changes what it has given when it updates.
    return structuredClone(await read());
  } catch (error) {
    const failure = toClientError(error, `look at ${title}`);
    if (failure instanceof ClientError && failure.code === missing) return undefined;
    throw failure;
  }
}

function updateRefused(unmet: readonly string[], cause: ClientError): StreamError {
  const words = cause.message.toLowerCase();
  const named = unmet.filter((key) => wordsOf(key).every((word) => words.includes(word)));
  const keys = named.length === 0 ? unmet : named;
  return new StreamError(
    "update-refused",
    `${cause.message}; it is about ${keys.join(", ")}, and nothing was changed`,
    { keys, cause },
  );
}

/** `opt_start_seq` is the server's "start sequence", `max_consumers` its "max consumers". */
function wordsOf(key: string): readonly string[] {
  return key.replace(/^opt_/, "").split("_");
}
