// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The variables a plan knows: `vars` and `matrix`, and the top level filled with them. @module */

import type { Combination } from "./matrix.ts";
import { entryOf, toJson, valueOf } from "./node.ts";
import { checkVariables, report, runVariables } from "./scope.ts";
import type { VariableScope } from "./scope.ts";
import { fillNode, follow } from "./template.ts";
import type { Lookup } from "./template.ts";
import type { Diagnostic, Json, MapNode, Node, Scenario } from "./types.ts";

/** Values of the matrix and of `vars`; a value may use those before it. */
export function resolveVariables(
  scenario: Scenario,
  combination: Combination,
  diagnostics: Diagnostic[],
): { readonly lookup: Lookup; readonly names: ReadonlySet<string> } {
  const values = new Map<string, Json>();
  const lookup: Lookup = (variable) => follow(values.get(variable.name), variable.path);
  for (const [name, value] of combination) values.set(name, toJson(value));
  const later = new Set(scenario.vars.keys());
  for (const [name, value] of scenario.vars) {
    if (values.has(name)) {
      const span = entryOf(valueOf(scenario.root, "vars"), name)?.keySpan ?? value.span;
      report({ diagnostics }, span, `"${name}" stands in "vars" and in "matrix"`);
    }
    const before = diagnostics.length;
    const planned = new Set(values.keys());
    checkVariables({ planned, saved: new Set(), later, lookup, diagnostics }, value, []);
    const sound = diagnostics.length === before;
    values.set(name, sound ? toJson(fillNode(value, lookup, "throw")) : null);
  }
  return { lookup, names: new Set(values.keys()) };
}

/** Prose, and what is filled elsewhere. */
const unfilled = ["scenario", "about", "tags", "setup", "steps", "teardown", "vars", "matrix"];

/** The top level with its variables filled; steps are filled one by one, later. */
export function fillTop(
  root: MapNode,
  known: Pick<VariableScope, "planned" | "diagnostics"> & { readonly lookup: Lookup },
): MapNode {
  const { diagnostics, lookup } = known;
  const scope = { ...known, saved: new Set<string>() };
  const entries = root.entries.map((entry) => {
    if (unfilled.includes(entry.key)) return entry;
    const before = diagnostics.length;
    // What actors are given may name the servers, which only the run knows: it fills the rest.
    const late = entry.key === "actors";
    checkVariables(scope, entry.value, late ? runVariables : []);
    return diagnostics.length > before
      ? entry
      : { ...entry, value: fillNode(entry.value, lookup, late ? "keep" : "throw") };
  });
  return { ...root, entries };
}

/** The names that any step saves. */
export function savedIn(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (at: Node): void => {
    if (at.kind === "list") at.items.forEach(visit);
    if (at.kind !== "map") return;
    const save = valueOf(at, "save");
    if (save?.kind === "map") { for (const { key } of save.entries) names.add(key); }
    for (const entry of at.entries) visit(entry.value);
  };
  for (const part of ["setup", "steps", "teardown"]) {
    const steps = valueOf(node, part);
    if (steps !== undefined) visit(steps);
  }
  return names;
}
