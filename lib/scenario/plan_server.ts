// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Planning what a run is performed on. @module */

import type { Vocabulary } from "./environment.ts";
import type { PlannedStep, ServerSpec } from "./types.ts";

/** The `server` key as its schema decodes it. */
export type DecodedServer = { readonly url: string } | {
  readonly nodes: number;
  readonly jetstream: boolean;
  readonly websocket: boolean;
  readonly tls: boolean | "mutual";
  readonly config?: string | undefined;
};

/** The servers of a run: those of the scenario, or the one the command line names. */
export function serverSpec(server: DecodedServer, url: string | undefined): ServerSpec {
  if (url !== undefined) return { url };
  if ("url" in server) return server;
  const { config, ...rest } = server;
  return config === undefined ? rest : { ...rest, config };
}

/** Why a scenario cannot run on a server that already runs; undefined where it can. */
export function unfitFor(
  server: DecodedServer,
  steps: readonly PlannedStep[],
  vocabulary: Vocabulary,
): string | undefined {
  if ("url" in server) return undefined;
  if (server.config !== undefined) return "needs a server with configuration of its own";
  if (server.tls) return "needs a server with certificates made for it";
  if (server.nodes > 1) return `needs a cluster of ${server.nodes} nodes`;
  const step = steps.flatMap(withChildren).find((candidate) => isServerStep(candidate, vocabulary));
  return step === undefined
    ? undefined
    : `needs servers of the rig's own for ${step.action} ${step.subject}`;
}

function withChildren(step: PlannedStep): readonly PlannedStep[] {
  return [step, ...step.children.flatMap(withChildren)];
}

/** Acts on the servers, or asks the monitoring port that only servers of the rig are known to have. */
function isServerStep(step: PlannedStep, vocabulary: Vocabulary): boolean {
  return vocabulary.actions.get(step.action)?.traits.managedServer === true ||
    (step.action === "http" && /^\S+ \//.test(step.subject));
}
