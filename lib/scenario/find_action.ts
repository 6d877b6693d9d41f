// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Which action a step has, and what its further keys may be. @module */

import type { Action } from "../action/types.ts";
import { entryOf } from "./node.ts";
import { stepCommonSchema } from "./schema.ts";
import { report } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { didYouMean } from "./suggest.ts";
import type { Diagnostic, MapNode } from "./types.ts";

/** The keys that go with any action. */
export const commonKeys: readonly string[] = Object.keys(stepCommonSchema.shape);

/** The action of a step; undefined where it has none or several, which is reported. */
export function findAction(scope: Scope, node: MapNode): Action | undefined {
  const actions = scope.vocabulary.actions;
  const [first, second] = node.entries.filter((entry) => actions.has(entry.key));
  if (first !== undefined && second === undefined) return actions.get(first.key);
  if (first !== undefined && second !== undefined) {
    report(
      scope,
      second.keySpan,
      `two actions in one step: "${first.key}" and "${second.key}"`,
      "a step has exactly one action; write two steps, or `parallel`",
    );
    return undefined;
  }
  reportStranger(scope, node, [...actions.keys()]);
  return undefined;
}

/** Reports the key that was meant to be the action: one that is nearly the name of one. */
function reportStranger(scope: Scope, node: MapNode, known: readonly string[]): void {
  const strangers = node.entries.filter((entry) => !commonKeys.includes(entry.key));
  for (const { key, keySpan } of strangers) {
    const help = didYouMean(key, known);
    if (help !== undefined) return report(scope, keySpan, `unknown action "${key}"`, help);
  }
  const [first] = strangers;
  if (first === undefined) {
    return report(scope, node.span, "a step without an action", "for example `- print: hi`");
  }
  const help = relatives(first.key, known) ?? "docs/reference.md lists the actions";
  report(scope, first.keySpan, `unknown action "${first.key}"`, help);
}

/** The actions of the same group: `kv.…`. */
function relatives(key: string, known: readonly string[]): string | undefined {
  const group = /^[^.]+\./.exec(key)?.[0];
  const found = group === undefined ? [] : known.filter((action) => action.startsWith(group));
  return found.length === 0 ? undefined : `there are ${found.join(", ")}`;
}

/** Says of a step's unknown key what it may have been meant to be. */
export function explainKey<D extends Diagnostic>(
  scope: Scope,
  action: Action,
  place: { readonly node: MapNode; readonly diagnostic: D },
): D {
  const { diagnostic, node } = place;
  const key = /^unknown key "(.*)"$/s.exec(diagnostic.message)?.[1];
  const at = key === undefined ? undefined : entryOf(node, key);
  if (key === undefined || at?.keySpan !== diagnostic.span) return diagnostic;
  if (diagnostic.help?.startsWith("did you mean")) return diagnostic;
  return { ...diagnostic, help: didYouMean(key, commonKeys) ?? goesWith(scope, action, key) };
}

/** More actions than this are not listed. */
const mostListed = 4;

function goesWith(scope: Scope, action: Action, key: string): string {
  const own = `"${action.key}" takes ${
    Object.keys(action.schema.shape).filter((name) => name !== action.key).join(", ") ||
    "no keys of its own"
  }`;
  const hasKey = (other: Action, name: string) => Object.hasOwn(other.schema.shape, name);
  if (key === "expect" && !hasKey(action, "expectAll")) {
    return `"${action.key}" gives nothing that could be matched`;
  }
  const others = [...scope.vocabulary.actions.values()].filter((other) => hasKey(other, key));
  if (others.length === 0 || others.length > mostListed) return own;
  return `it goes with ${others.map((other) => other.key).join(", ")}; ${own}`;
}
