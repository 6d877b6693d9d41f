// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Which nats-server a run gets. @module */

import type { PlannedRun } from "../scenario/types.ts";
import type { FoundServer } from "../server/mod.ts";

/** Finds binaries; `lib/server` gives it. */
export interface ServerFinder {
  /** Fails with code `not-found` where there is none that fits. */
  find(wanted: { readonly version?: string; readonly requires?: string }): Promise<FoundServer>;
  /** Whether a version is in a range such as `>=2.10`. */
  satisfies(version: string, requires: string): boolean;
}

/** What a run is performed on. */
export type ChosenServer =
  | { readonly kind: "managed"; readonly server: FoundServer }
  /** The scenario, or the command line, has the URL of a server that runs. */
  | { readonly kind: "external"; readonly url: string }
  | { readonly kind: "none"; readonly reason: string };

/** The servers of a suite. */
export interface ServerChoice {
  /** Those that will be used, each once. */
  readonly servers: readonly FoundServer[];
  /** What a run is performed on. */
  of(run: PlannedRun): ChosenServer;
}

/**
 * Finds the servers of all runs before any is started: one per wanted version, and further ones
 * for runs whose `requires` that one does not meet. A run whose `requires` none meets is skipped.
 *
 * @throws {ServerError} `not-found` where there is no server at all, or none of a wanted version
 */
export async function chooseServers(
  runs: readonly PlannedRun[],
  finder: ServerFinder,
): Promise<ServerChoice> {
  const chosen = new Map<string, ChosenServer>();
  const byVersion = new Map<string, FoundServer>();
  for (const run of runs) {
    if ("url" in run.server || chosen.has(keyOf(run))) continue;
    const version = run.serverVersion ?? "";
    const usual = byVersion.get(version) ??
      await finder.find(version === "" ? {} : { version });
    byVersion.set(version, usual);
    chosen.set(keyOf(run), await choose(run, usual, finder));
  }
  const used = [...chosen.values()].flatMap((choice) =>
    choice.kind === "managed" ? [choice.server] : []
  );
  return {
    servers: [...new Map(used.map((server) => [server.path, server])).values()],
    of: (run) => {
      if ("url" in run.server) return { kind: "external", url: run.server.url };
      return chosen.get(keyOf(run)) ?? { kind: "none", reason: "no server was looked for" };
    },
  };
}

function keyOf(run: PlannedRun): string {
  return JSON.stringify([run.serverVersion, run.requires.server]);
}

async function choose(
  run: PlannedRun,
  usual: FoundServer,
  finder: ServerFinder,
): Promise<ChosenServer> {
  const requires = run.requires.server;
  if (requires === undefined || finder.satisfies(usual.version, requires)) {
    return { kind: "managed", server: usual };
  }
  const reason = `needs nats-server ${requires}, and this is ${usual.version}`;
  if (run.serverVersion !== undefined) return { kind: "none", reason };
  try {
    return { kind: "managed", server: await finder.find({ requires }) };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "not-found")) throw error;
    return { kind: "none", reason };
  }
}
