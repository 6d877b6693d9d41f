// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The runs that a scenario's matrix comes to. @module */

import { entryOf, toJson } from "./node.ts";
import { report } from "./scope.ts";
import type { Diagnostic, Json, Node, Scenario } from "./types.ts";

/** How many runs the matrix of one scenario may come to. */
export const maxCombinations = 10_000;

/** One value for each name of a matrix. */
export type Combination = readonly (readonly [name: string, value: Node])[];

/**
 * The combinations of a scenario's matrix: one without values where it has none, and the first one
 * only where there are too many.
 */
export function combinationsOf(
  scenario: Scenario,
  diagnostics: Diagnostic[],
): readonly Combination[] {
  const axes = [...scenario.matrix];
  for (const [, { items }] of axes) reportRepeated(items, diagnostics);
  const total = axes.reduce((product, [, { items }]) => product * items.length, 1);
  if (total > maxCombinations) {
    const span = entryOf(scenario.root, "matrix")?.keySpan ?? scenario.root.span;
    const message = `the matrix comes to ${total} runs, more than ${maxCombinations}`;
    report({ diagnostics }, span, message);
    return [axes.flatMap(([name, { items }]) => items.slice(0, 1).map((item) => [name, item]))];
  }
  let all: Combination[] = [[]];
  for (const [name, values] of axes) {
    all = all.flatMap((combination) =>
      values.items.map((value) => [...combination, [name, value] as const])
    );
  }
  return all;
}

/** Runs are told apart by how their values are written. */
function reportRepeated(items: readonly Node[], diagnostics: Diagnostic[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    const text = written(toJson(item));
    if (seen.has(text)) {
      report({ diagnostics }, item.span, `the value ${text} stands in this list twice`);
    }
    seen.add(text);
  }
}

/** The id of a run: `caching-echo/server=2.12/size=16`. */
export function runId(id: string, parts: readonly (readonly [string, Json])[]): string {
  return `${id}${parts.map(([name, value]) => `/${name}=${written(value)}`).join("")}`;
}

function written(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
