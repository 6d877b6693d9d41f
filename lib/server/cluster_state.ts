// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the nodes of a cluster say of each other. @module */

import { ServerError } from "./error.ts";
import { record, records } from "./monitor.ts";
import type { Server } from "./types.ts";

const answerTimeoutMs = 1000;

/** A node's answer; none where it ends or does not answer meanwhile. */
async function ask(
  node: Server,
  path: string,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new ServerError(`${node.name} does not answer`, { code: "monitor" })),
    answerTimeoutMs,
  );
  try {
    return await node.monitor(path, { signal: AbortSignal.any([signal, timeout.signal]) });
  } catch (error) {
    signal.throwIfAborted();
    // The caller asks again, as long as it has patience.
    if (error instanceof ServerError) return {};
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** What a cluster still lacks. */
export interface Missing {
  /** `n1 does not see n2`. */
  readonly message: string;
  /** The node that is not in a JetStream meta group which has its leader. */
  readonly straggler?: string;
}

/** What a cluster still lacks: `undefined` when nothing. */
export async function missingFromCluster(
  nodes: readonly Server[],
  options: { readonly jetstream: boolean; readonly signal: AbortSignal },
): Promise<Missing | undefined> {
  const { signal } = options;
  const seen = await Promise.all(nodes.map((node) => ask(node, "varz", signal)));
  for (const [index, varz] of seen.entries()) {
    const urls = Array.isArray(varz["connect_urls"]) ? varz["connect_urls"] : [];
    const absent = nodes.find((node) => !urls.includes(new URL(node.url).host));
    if (absent !== undefined) {
      return { message: `${nodes[index]?.name} does not see ${absent.name}` };
    }
  }
  return options.jetstream ? await missingFromMeta(nodes, signal) : undefined;
}

async function missingFromMeta(
  nodes: readonly Server[],
  signal: AbortSignal,
): Promise<Missing | undefined> {
  const answers = await Promise.all(nodes.map((node) => ask(node, "jsz", signal)));
  const groups = answers.map((answer) => record(answer["meta_cluster"]));
  const leader = agreed(groups.map((group) => group["leader"]));
  if (leader === undefined) {
    return { message: "the nodes agree on no leader of the JetStream meta group" };
  }
  const own = groups[nodes.findIndex((node) => node.name === leader)];
  const followers = records(own?.["replicas"])
    .filter((replica) => replica["current"] === true && replica["offline"] !== true)
    .map((replica) => replica["name"]);
  const behind = nodes.find((node) => node.name !== leader && !followers.includes(node.name));
  if (behind === undefined) return undefined;
  return {
    message: `${behind.name} is not up to date in the JetStream meta group`,
    straggler: behind.name,
  };
}

/** The name all have, where they have the same one. */
function agreed(names: readonly unknown[]): string | undefined {
  const [first] = names;
  const same = typeof first === "string" && first !== "" && names.every((name) => name === first);
  return same ? first : undefined;
}

/** The leader of the JetStream meta group that all given nodes agree on. */
export async function metaLeader(
  nodes: readonly Server[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const answers = await Promise.all(nodes.map((node) => ask(node, "jsz", signal)));
  return agreed(answers.map((answer) => record(answer["meta_cluster"])["leader"]));
}

/** The leader of a stream, whatever its account, as the leader itself says. */
export async function streamLeader(
  nodes: readonly Server[],
  stream: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = "jsz?accounts=true&streams=true";
  const answers = await Promise.all(nodes.map((node) => ask(node, path, signal)));
  for (const [index, answer] of answers.entries()) {
    const streams = records(answer["account_details"])
      .flatMap((account) => records(account["stream_detail"]));
    const found = streams.find((one) => one["name"] === stream);
    if (found === undefined) continue;
    // A single server says nothing of leaders: it is it.
    const leader = record(found["cluster"])["leader"] ?? nodes[index]?.name;
    if (leader === nodes[index]?.name) return String(leader);
  }
  return undefined;
}
