// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Planning who acts in a step, and whose subscription it means. @module */

import type { Action } from "../action/types.ts";
import { didYouMean } from "./suggest.ts";
import { entryOf, valueOf } from "./node.ts";
import { clientNames, report } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { mentionsVariables } from "./template.ts";
import type { MapNode, Node } from "./types.ts";

/** The acting actor of a step; undefined where it has none, or where it follows from a subscription. */
export function planActor(scope: Scope, action: Action, node: MapNode): string | undefined {
  const by = valueOf(node, "by");
  if (action.traits.actor === "none") {
    if (by !== undefined && action.schema.shape["by"] === undefined) {
      const span = entryOf(node, "by")?.keySpan ?? by.span;
      report(scope, span, `"${action.key}" has no actor`, "leave `by` out");
    }
    return undefined;
  }
  if (action.traits.actor === "subject") return clientNamed(scope, valueOf(node, action.key));
  if (by !== undefined) return clientNamed(scope, by);
  if (action.traits.main === "subscription") return undefined;
  const clients = clientNames(scope);
  if (clients.length === 1) return clients[0];
  report(
    scope,
    entryOf(node, action.key)?.keySpan ?? node.span,
    `"${action.key}" needs an actor`,
    clients.length === 0
      ? "declare a client in `actors`: `alice: {}`"
      : `add \`by\`: one of ${clients.join(", ")}`,
  );
  return undefined;
}

function clientNamed(scope: Scope, node: Node | undefined): string | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const name = node.value;
  const clients = clientNames(scope);
  if (clients.includes(name)) return name;
  const other = scope.actors.find((actor) => actor.name === name);
  if (other !== undefined) {
    report(
      scope,
      node.span,
      `actor "${name}" is not a client`,
      "only a client can do this; declare one in `actors`, such as `alice: {}`",
    );
  } else {
    report(
      scope,
      node.span,
      `undefined actor "${name}"`,
      didYouMean(name, clients) ??
        (clients.length === 0 ? "declare it in `actors`" : `clients: ${clients.join(", ")}`),
    );
  }
  return undefined;
}

/**
 * Keeps what `subscribe` declares, and finds whose subscription a step means; gives its owner
 * where the step did not name an actor.
 */
export function planSubscription(
  scope: Scope,
  action: Action,
  node: MapNode,
  by: string | undefined,
): string | undefined {
  const main = valueOf(node, action.key);
  if (action.key === "subscribe") {
    declare(scope, valueOf(node, "as") ?? main, by);
    return undefined;
  }
  if (action.traits.main !== "subscription") return undefined;
  if (main?.kind !== "scalar" || typeof main.value !== "string") return undefined;
  if (mentionsVariables(main.value)) return by;
  const name = main.value;
  const owners = scope.subscriptions.get(name);
  if (owners === undefined || (by !== undefined && !owners.has(by))) {
    const candidates = [...scope.subscriptions.keys()];
    report(
      scope,
      main.span,
      by === undefined || owners === undefined
        ? `undefined subscription "${name}"`
        : `${by} has no subscription "${name}"`,
      owners !== undefined
        ? `it is a subscription of ${[...owners].join(", ")}`
        : didYouMean(name, candidates) ??
          (candidates.length === 0
            ? "a `subscribe` step has to come before"
            : `subscriptions: ${candidates.join(", ")}`),
    );
    return undefined;
  }
  if (by !== undefined) return by;
  if (owners.size > 1) {
    report(
      scope,
      main.span,
      `several actors have a subscription "${name}"`,
      `add \`by\`: one of ${[...owners].join(", ")}`,
    );
  }
  return [...owners][0];
}

function declare(scope: Scope, name: Node | undefined, by: string | undefined): void {
  if (name?.kind !== "scalar" || typeof name.value !== "string" || by === undefined) return;
  const owners = scope.subscriptions.get(name.value) ?? new Set();
  scope.subscriptions.set(name.value, owners.add(by));
}
