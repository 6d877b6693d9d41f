// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Checking an action's main value against the rest of the scenario. @module */

import type { Action } from "../action/types.ts";
import { entryOf, valueOf } from "./node.ts";
import { report } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { mentionsVariables } from "./template.ts";
import type { MapNode, ScalarNode } from "./types.ts";

/** Reports a subject that is none, and a server that the scenario does not have. */
export function checkMain(scope: Scope, action: Action, node: MapNode): void {
  const { traits } = action;
  const external = scope.server !== undefined && "url" in scope.server;
  if (traits.managedServer && external) {
    report(
      scope,
      entryOf(node, action.key)?.keySpan ?? node.span,
      `"${action.key}" needs a server that the rig has started`,
      "`server: { url: … }` names one that runs already",
    );
  }
  const main = valueOf(node, action.key);
  if (main?.kind !== "scalar" || typeof main.value !== "string") return;
  if (main.value === "" || mentionsVariables(main.value)) return;
  if (traits.main === "node") checkNode(scope, main, main.value);
  // A subject that is none may be the very thing that a scenario shows.
  if (traits.main === "subject" && valueOf(node, "fails") === undefined) {
    checkSubject(scope, main, { subject: main.value, sends: traits.payload?.direction === "send" });
  }
}

function checkNode(scope: Scope, at: ScalarNode, target: string): void {
  const number = /^n(\d+)$/.exec(target)?.[1];
  if (number === undefined || scope.server === undefined || "url" in scope.server) return;
  const { nodes } = scope.server;
  if (Number(number) <= nodes) return;
  const has = nodes === 1 ? "one server, n1" : `${nodes} servers, n1 to n${nodes}`;
  report(scope, at.span, `there is no server "${target}"`, `the scenario has ${has}`);
}

function checkSubject(
  scope: Scope,
  at: ScalarNode,
  { subject, sends }: { readonly subject: string; readonly sends: boolean },
): void {
  const rule = /\s/.test(subject)
    ? "a subject has no spaces"
    : subject.split(".").includes("")
    ? "a subject has no empty tokens"
    : sends && subject.split(".").some((token) => token === "*" || token === ">")
    ? "only what is subscribed to has wildcards"
    : undefined;
  if (rule === undefined) return;
  const help = "with `fails: invalid-subject` the step expects just that";
  report(scope, at.span, `"${subject}" is no subject: ${rule}`, help);
}
