// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the actions on servers have in common. @module */

import type { Cluster, Server } from "../server/types.ts";
import type { ActionContext, ActionTraits } from "./types.ts";
import { z } from "zod";

/** The traits of an action on servers. */
export const serverTraits: ActionTraits = { actor: "none", main: "node", managedServer: true };

/** The servers an action is for. */
export function node(description: string) {
  return z.string().regex(/^(n[1-9]\d*|all|leader( of \S+)?)$/, {
    error: "must be n1, n2 …, all, leader or leader of STREAM",
  }).describe(`${description}: \`n1\`, \`all\`, \`leader\` or \`leader of STREAM\``);
}

/** Acts on the servers a word stands for, all at the same time, and waits for all. */
export async function forServers(
  target: string,
  context: ActionContext,
  act: (server: Server) => Promise<void>,
): Promise<void> {
  const servers = await context.servers().select(target, { signal: context.signal });
  const ends = await Promise.allSettled(servers.map((server) => act(server)));
  for (const end of ends) {
    if (end.status === "rejected") throw end.reason;
  }
}

/**
 * Waits until the running servers are connected to each other, and JetStream has a leader where it
 * is enabled. While less than a majority runs there can be no leader, and there is nothing to wait
 * for.
 */
export async function awaitReady(context: ActionContext): Promise<void> {
  const cluster: Cluster = context.servers();
  const running = cluster.nodes.filter((server) => server.running);
  if (running.length * 2 > cluster.nodes.length) await cluster.ready({ signal: context.signal });
}
