// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Waiting for a cluster to place a stream, and for the leader of a stream or a consumer. @module */

import { DriverError } from "../driver/error.ts";
import type { Json } from "../scenario/types.ts";
import { formatDuration } from "../scenario/unit.ts";
import { failedWith } from "./incoming.ts";
import type { ActionContext } from "./types.ts";

const pollMs = 20;

/**
 * Creates a stream, and tries again where a cluster was not ready for it. Its leader places nothing
 * on a peer before it has had that peer's first statistics, which come a moment after the peer has
 * joined, and which no monitoring endpoint shows. And a request that comes while leadership changes
 * hands is answered by nobody, so one that got no answer is sent once more; creating the same twice
 * does no harm.
 *
 * @throws {DriverError} `js:10005` where peers stay offline for `context.patienceMs`; what `create`
 * throws
 */
export async function awaitPlacement<T>(
  create: () => Promise<T>,
  context: ActionContext,
): Promise<T> {
  const start = context.now();
  let unanswered = context.urls.length > 1 ? 1 : 0;
  while (true) {
    try {
      return await create();
    } catch (error) {
      if (failedWith(error, "timeout") && unanswered-- > 0) continue;
      const waits = failedWith(error, "js:10005") && error instanceof Error &&
        error.message.includes("offline");
      if (!waits || context.now() - start >= context.patienceMs) throw error;
    }
    await context.sleep(pollMs);
  }
}

/**
 * Waits until a stream has a leader, and gives its info then. On a server without a cluster there
 * is none to wait for.
 *
 * @param info what is known already; absent: it is asked for first
 * @throws {DriverError} `timeout` where there is none after `context.patienceMs`
 */
export async function awaitStreamLeader(
  stream: string,
  info: Json | undefined,
  context: ActionContext,
): Promise<Json> {
  const ask = () => context.client().call("stream.info", { stream }, context.signal);
  return await poll(`stream "${stream}"`, { info: info ?? await ask(), ask }, context);
}

/**
 * Waits until a consumer has a leader, as {@linkcode awaitStreamLeader} does.
 *
 * @throws {DriverError} `timeout` where there is none after `context.patienceMs`
 */
export async function awaitConsumerLeader(
  name: { readonly stream: string; readonly consumer: string },
  info: Json,
  context: ActionContext,
): Promise<Json> {
  const ask = () => context.client().call("consumer.info", { ...name }, context.signal);
  return await poll(`consumer "${name.stream}/${name.consumer}"`, { info, ask }, context);
}

async function poll(
  what: string,
  { info, ask }: { readonly info: Json; readonly ask: () => Promise<Json> },
  context: ActionContext,
): Promise<Json> {
  const start = context.now();
  let latest = info;
  while (!hasLeader(latest)) {
    if (context.now() - start >= context.patienceMs) {
      throw new DriverError(`${what} has no leader after ${formatDuration(context.patienceMs)}`, {
        code: "timeout",
      });
    }
    await context.sleep(pollMs);
    latest = await ask();
  }
  return latest;
}

function hasLeader(info: Json): boolean {
  const cluster = member(info, "cluster");
  if (cluster === undefined || cluster === null) return true;
  const leader = member(cluster, "leader");
  return typeof leader === "string" && leader !== "";
}

function member(value: Json, key: string): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  // Lists are ruled out, which `Array.isArray` does not tell the compiler of read-only ones.
  return (value as { readonly [key: string]: Json })[key];
}
