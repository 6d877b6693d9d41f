// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the planner knows while it goes through a scenario's steps. @module */

import type { PayloadCodec } from "../codec/types.ts";
import type { Vocabulary } from "./environment.ts";
import { isJsonObject } from "./node.ts";
import { didYouMean } from "./suggest.ts";
import { follow, variablesOf } from "./template.ts";
import type { Lookup, Variable } from "./template.ts";
import type { Actor, Diagnostic, MessageTypes, Node, Span } from "./types.ts";

/** What `${server.…}` gives, for the reference. */
export const serverVariables = {
  url: "the first server's URL",
  urls: "the list of all servers' URLs",
  version: "the version of nats-server",
  monitorUrl: "the first server's monitoring URL",
  websocketUrl: "the first server's WebSocket URL, where `websocket` is on",
  folder: "the first server's folder, which ends with the run",
  caFile: "the file of the certificate that clients trust, where `tls` is on",
  certFile: "the file of a client's certificate, where `tls` is on",
  keyFile: "the file of that certificate's key, where `tls` is on",
} as const;

/** Variables that every run defines. */
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
  /** Names that some step saves, perhaps one that comes later. */
  readonly later: ReadonlySet<string>;
  /** What the scenario's `server` key asks for, where it could be decoded. */
  readonly server?: { readonly url: string } | { readonly nodes: number };
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
export type VariableScope =
  & Pick<Scope, "planned" | "saved" | "diagnostics">
  & Partial<Pick<Scope, "later" | "lookup">>;

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
      const place = partOf(span, text, variable.text);
      if (known.includes(variable.name)) {
        if (!locals.includes(variable.name)) checkPath(scope, variable, place);
        continue;
      }
      report(
        scope,
        place,
        `undefined variable ${variable.text}`,
        scope.later?.has(variable.name)
          ? `"${variable.name}" is defined further down; it has to come before`
          : didYouMean(variable.name, known) ??
            "define it in `vars`, `matrix` or by an earlier step's `save`; `$${` is a literal `${`",
      );
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const wrong = /^"(.*)" is not a variable$/s.exec(error.message)?.[1] ?? "";
    const place = partOf(span, text, wrong);
    report(scope, place, error.message, "write ${name}; `$${` is a literal `${`");
  }
}

/** Reports a field that the value of a variable, known before the run, does not have. */
function checkPath(scope: VariableScope, variable: Variable, span: Span): void {
  if (scope.lookup === undefined || !scope.planned.has(variable.name)) return;
  let value = scope.lookup({ ...variable, path: [] });
  // A value that is itself wrong has been reported.
  if (value === null) return;
  for (const [index, segment] of variable.path.entries()) {
    const inner = follow(value, [segment]);
    if (inner === undefined) {
      const before = [variable.name, ...variable.path.slice(0, index)].join(".");
      const keys = isJsonObject(value) ? Object.keys(value) : [];
      const help = didYouMean(segment, keys) ??
        (keys.length > 0 ? `"${before}" has ${keys.join(", ")}` : undefined);
      report(scope, span, `"${before}" has no "${segment}"`, help);
      return;
    }
    value = inner;
  }
}

/**
 * The place of a part of a scalar's text; the whole scalar where it is not written as it reads.
 * Whatever YAML rewrites (escapes, folded lines) changes the length, so that equal lengths tell that
 * nothing was rewritten.
 */
function partOf(span: Span, text: string, part: string): Span {
  const quotes = span.end - span.start - text.length;
  const index = text.indexOf(part);
  if (part === "" || index < 0 || (quotes !== 0 && quotes !== 2)) return span;
  const start = span.start + quotes / 2 + index;
  return { ...span, start, end: start + part.length };
}
