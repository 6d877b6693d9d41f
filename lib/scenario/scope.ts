// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the planner knows while it goes through a scenario's steps. @module */

import type { PayloadCodec } from "../codec/types.ts";
import { didYouMean } from "./decode.ts";
import type { Vocabulary } from "./environment.ts";
import type { Lookup } from "./template.ts";
import { variablesOf } from "./template.ts";
import type { Actor, Diagnostic, MessageTypes, Node, Span } from "./types.ts";

/** Variables that every run defines: `server` has `url`, `urls`, `websocketUrl`, `monitorUrl`, `version`. */
export const runVariables: readonly string[] = ["server"];

/** The planner's state for one run: what is declared, what steps so far have made known. */
export interface Scope {
  readonly vocabulary: Vocabulary;
  readonly codec: PayloadCodec;
  readonly messages: readonly MessageTypes[];
  readonly actors: readonly Actor[];
  /** Values of `vars` and the matrix. */
  readonly lookup: Lookup;
  /** Names that `lookup` knows. */
  readonly planned: ReadonlySet<string>;
  /** Names that steps have saved so far. */
  readonly saved: Set<string>;
  /** Subscription names with the actors that hold them. */
  readonly subscriptions: Map<string, Set<string>>;
  /** Step names, each with its place. */
  readonly names: Map<string, Span>;
  /** The rig starts the servers. */
  readonly managed: boolean;
  readonly diagnostics: Diagnostic[];
}

/** Adds a diagnostic. */
export function report(
  scope: Pick<Scope, "diagnostics">,
  span: Span,
  message: string,
  help?: string,
): void {
  scope.diagnostics.push({
    severity: "error",
    message,
    span,
    ...(help === undefined ? {} : { help }),
  });
}

/** The names of the client actors. */
export function clientNames(scope: Scope): readonly string[] {
  return scope.actors.filter((actor) => actor.kind === "client").map((actor) => actor.name);
}

/** The part of a scope that checking variables needs. */
export type VariableScope = Pick<Scope, "planned" | "saved" | "diagnostics">;

/** Reports variables that nothing defines, and texts that are not templates. */
export function checkVariables(scope: VariableScope, node: Node, locals: readonly string[]): void {
  switch (node.kind) {
    case "list":
      for (const item of node.items) checkVariables(scope, item, locals);
      return;
    case "map":
      for (const entry of node.entries) checkVariables(scope, entry.value, locals);
      return;
    case "scalar":
      if (typeof node.value === "string") checkText(scope, node.value, node.span, locals);
  }
}

function checkText(
  scope: VariableScope,
  text: string,
  span: Span,
  locals: readonly string[],
): void {
  try {
    for (const variable of variablesOf(text)) {
      const known = [...scope.planned, ...scope.saved, ...locals];
      if (known.includes(variable.name)) continue;
      report(
        scope,
        span,
        `undefined variable ${variable.text}`,
        didYouMean(variable.name, known) ??
          "define it in `vars`, `matrix` or by an earlier step's `save`; `$${` is a literal `${`",
      );
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    report(scope, span, error.message, "write ${name}; `$${` is a literal `${`");
  }
}
