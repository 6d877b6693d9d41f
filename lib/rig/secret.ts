// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Which secrets a file holds. @module */

import type { Plan, Source } from "../scenario/types.ts";

/** The secrets of a plan by the file they stand in. */
export function secretsByFile(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const secrets = new Map<string, readonly string[]>();
  for (const run of plan.runs) {
    secrets.set(run.file, [...new Set([...secrets.get(run.file) ?? [], ...run.secrets])]);
  }
  return secrets;
}

const likelySecret =
  /(\b(?:password|pass|token|seed|nkey|creds|jwt)["']?\s*:\s+)("[^"\n]*"|'[^'\n]*'|[^\s,}#](?:[^,}#\n]*[^\s,}#])?)/g;

/** Masks what looks like a secret, in a file that could not be planned. */
export function maskLikely(source: Source): Source {
  const text = source.text.replace(
    likelySecret,
    (_match, key: string, value: string) =>
      `${key}${value.includes("${") ? value : "*".repeat(value.length)}`,
  );
  return { ...source, text };
}
