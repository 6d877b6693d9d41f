// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Planning the top level: servers, actors, message types, invariants. @module */

import { decode, unknownKey } from "./decode.ts";
import type { Vocabulary } from "./environment.ts";
import { found } from "./issue_text.ts";
import { entryOf, isJsonObject, locate, pick, toJson, valueOf } from "./node.ts";
import { actorSchemas, invariantSchemas, messageTypesSchema } from "./schema.ts";
import { report } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { didYouMean } from "./suggest.ts";
import { hasVariables, mentionsVariables } from "./template.ts";
import type {
  Actor,
  Diagnostic,
  Invariant,
  Json,
  MapNode,
  MessageTypes,
  Node,
  Span,
} from "./types.ts";

/** Decodes the payload types by subject. */
export function planMessages(
  root: Node,
  codec: { has(type: string): boolean; readonly types: readonly string[] },
  diagnostics: Diagnostic[],
): readonly MessageTypes[] {
  const node = valueOf(root, "messages");
  if (node?.kind !== "map") return [];
  return node.entries.flatMap((entry) => {
    const { value } = decode(messageTypesSchema, entry.value, entry.key);
    if (value === undefined) return [];
    for (const [type, span] of namedTypes(entry.value)) {
      if (codec.has(type) || type === "bytes") continue;
      diagnostics.push({
        severity: "error",
        message: `unknown message type "${type}"`,
        span,
        help: didYouMean(type, codec.types) ??
          "list its .proto file under `proto`, or use json, text or bytes",
      });
    }
    if (typeof value === "string") return [{ pattern: entry.key, send: value }];
    return [{
      pattern: entry.key,
      ...(value.send === undefined ? {} : { send: value.send }),
      ...(value.reply === undefined ? {} : { reply: value.reply }),
    }];
  });
}

function namedTypes(node: Node): readonly (readonly [string, Span])[] {
  if (node.kind === "scalar") return [[String(node.value), node.span]];
  return ["send", "reply"].flatMap((key) => {
    const value = valueOf(node, key);
    return value?.kind === "scalar" ? [[String(value.value), value.span] as const] : [];
  });
}

/** Decodes the actors. */
export function planActors(
  root: Node,
  vocabulary: Vocabulary,
  diagnostics: Diagnostic[],
): readonly Actor[] {
  const node = valueOf(root, "actors");
  if (node?.kind !== "map") return [];
  return node.entries.flatMap((entry) => {
    if (entryOf(entry.value, "app") !== undefined) {
      return planApp(entry.key, entry.value, vocabulary, diagnostics);
    }
    if (entryOf(entry.value, "run") !== undefined) {
      const { value, diagnostics: found } = decode(actorSchemas.process, entry.value, entry.key);
      diagnostics.push(...found);
      return value === undefined
        ? []
        : [{ kind: "process" as const, name: entry.key, command: value.run }];
    }
    return planClient(entry.key, entry.value, vocabulary, diagnostics);
  });
}

function planApp(
  name: string,
  node: Node,
  vocabulary: Vocabulary,
  diagnostics: Diagnostic[],
): readonly Actor[] {
  const { value, diagnostics: found } = decode(actorSchemas.app, node, name);
  diagnostics.push(...found);
  const key = valueOf(node, "app");
  if (value === undefined || key === undefined) return [];
  const shape = vocabulary.applications.get(value.app);
  if (shape === undefined) {
    const known = [...vocabulary.applications.keys()];
    diagnostics.push({
      severity: "error",
      message: `unknown application "${value.app}"`,
      span: key.span,
      help: didYouMean(value.app, known) ?? `applications: ${known.join(", ")}`,
    });
    return [];
  }
  const options = valueOf(node, "with");
  if (options !== undefined) {
    diagnostics.push(...decode(shape.schema, options, "with").diagnostics);
  }
  return [{ kind: "app", name, app: value.app, with: value.with }];
}

function planClient(
  name: string,
  node: Node,
  vocabulary: Vocabulary,
  diagnostics: Diagnostic[],
): readonly Actor[] {
  const { value } = decode(actorSchemas.client, node, name);
  if (node.kind !== "map") return [];
  const known = [...vocabulary.connectionOptions];
  for (const entry of node.entries) {
    if (entry.key === "connect" || vocabulary.connectionOptions.has(entry.key)) continue;
    diagnostics.push(unknownKey(entry.key, node, ["app", "run", "connect", ...known]));
  }
  const given = pick(node, (key) => vocabulary.connectionOptions.has(key));
  diagnostics.push(...optionProblems(given, vocabulary));
  const options = toJson(pick(node, (key) => key !== "connect"));
  return value === undefined ? [] : [{
    kind: "client",
    name,
    connect: value.connect,
    options: isJsonObject(options) ? options : {},
  }];
}

/** What is wrong with the values of connection options; one that is a secret is not shown. */
function optionProblems(given: MapNode, vocabulary: Vocabulary): readonly Diagnostic[] {
  const options = toJson(given);
  if (!isJsonObject(options) || hasVariables(given)) return [];
  const problems = vocabulary.connectionProblems?.(options) ?? [];
  return problems.map(({ option, message }) => {
    const path = option?.split(".") ?? [];
    const value = option === undefined ? undefined : locate(given, path);
    const shown = value !== undefined && !path.some((name) => secretOptions.test(name));
    return {
      severity: "error",
      message,
      span: (value ?? given).span,
      ...(shown ? { label: found(value) } : {}),
    };
  });
}

const secretOptions = /^(pass|password|token|creds|seed|nkey|jwt|userJwt|key)$/i;

/** The texts that nothing may show: passwords, tokens, credentials, passwords in URLs. */
export function secretsOf(actors: readonly Actor[], servers: readonly string[]): readonly string[] {
  const secrets = new Set<string>();
  for (const actor of actors) {
    if (actor.kind !== "client") continue;
    for (const [key, value] of Object.entries(actor.options)) {
      if (secretOptions.test(key)) collect(value, secrets);
      if (key === "servers") collectUrls(value, secrets);
      if (key === "tls" && isJsonObject(value)) collect(value["key"] ?? null, secrets);
    }
  }
  for (const url of servers) collectUrls(url, secrets);
  return [...secrets];
}

function collect(value: Json, secrets: Set<string>): void {
  if (typeof value === "string" && value !== "") {
    // Actors' texts are templates until the run fills them.
    if (!mentionsVariables(value)) secrets.add(value.replaceAll("$${", () => "${"));
    // Credentials are many lines; each is a secret of its own where it is not decoration.
    for (const line of value.split("\n")) {
      if (line.length > 16 && !line.startsWith("-")) secrets.add(line);
    }
  } else if (typeof value === "number") secrets.add(String(value));
}

function collectUrls(value: Json, secrets: Set<string>): void {
  for (const url of Array.isArray(value) ? value : [value]) {
    const password = typeof url === "string" ? /\/\/[^/@]*:([^/@]+)@/.exec(url)?.[1] : undefined;
    const token = typeof url === "string" ? /\/\/([^/@:]+)@/.exec(url)?.[1] : undefined;
    if (password !== undefined) secrets.add(password).add(decodePercent(password));
    if (token !== undefined) secrets.add(token).add(decodePercent(token));
  }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** Decodes the invariants, and checks the names they use. */
export function planInvariants(scope: Scope, root: Node): readonly Invariant[] {
  const node = valueOf(root, "invariants");
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => planInvariant(scope, item) ?? []);
}

function planInvariant(scope: Scope, node: Node): Invariant | undefined {
  const span = node.span;
  if (node.kind !== "map") return undefined;
  if (entryOf(node, "delivered") !== undefined) {
    const value = decode(invariantSchemas.delivered, node, "invariant").value?.delivered;
    if (value === undefined) return undefined;
    if ((value.exactly === undefined) === (value["at-least"] === undefined)) {
      const help = "`exactly: once` or `at-least: once`";
      report(scope, span, 'one of "exactly" and "at-least" is needed', help);
      return undefined;
    }
    checkClients(scope, valueOf(node, "delivered"), ["from", "to"]);
    return {
      kind: "delivered",
      from: value.from,
      to: value.to,
      quantity: value.exactly === undefined ? "at-least-once" : "exactly-once",
      publisherOrder: value.order === "publisher",
      span,
    };
  }
  if (entryOf(node, "stored") !== undefined) {
    const stream = decode(invariantSchemas.stored, node, "invariant").value?.stored;
    return stream === undefined ? undefined : { kind: "stored", stream, span };
  }
  if (entryOf(node, "no-errors") !== undefined) {
    const actor = decode(invariantSchemas["no-errors"], node, "invariant").value?.["no-errors"];
    checkClients(scope, node, ["no-errors"]);
    return actor === undefined ? undefined : { kind: "no-errors", actor, span };
  }
  return planElapsed(scope, node);
}

function planElapsed(scope: Scope, node: Node): Invariant | undefined {
  const value = decode(invariantSchemas.elapsed, node, "invariant").value?.elapsed;
  if (value === undefined) return undefined;
  const inner = valueOf(node, "elapsed");
  for (const key of ["from", "to"]) {
    const at = valueOf(inner, key);
    if (at?.kind !== "scalar" || scope.names.has(String(at.value))) continue;
    const known = [...scope.names.keys()];
    report(
      scope,
      at.span,
      `no step has the name "${at.value}"`,
      didYouMean(String(at.value), known) ??
        (known.length === 0 ? "give the step a `name`" : `names: ${known.join(", ")}`),
    );
  }
  if (value.within === undefined && value.after === undefined) {
    const help = "`within: 1s`: at most a second; `after: 1s`: at least one";
    report(scope, node.span, '"within" or "after" is needed', help);
  }
  return {
    kind: "elapsed",
    from: value.from,
    to: value.to,
    bounds: {
      ...(value.after === undefined ? {} : { min: value.after }),
      ...(value.within === undefined ? {} : { max: value.within }),
    },
    span: node.span,
  };
}

function checkClients(scope: Scope, node: Node | undefined, keys: readonly string[]): void {
  const clients = scope.actors.filter((actor) => actor.kind === "client").map((actor) =>
    actor.name
  );
  for (const key of keys) {
    const at = valueOf(node, key);
    if (at?.kind !== "scalar" || mentionsVariables(String(at.value))) continue;
    if (clients.includes(String(at.value))) continue;
    report(
      scope,
      at.span,
      `undefined actor "${at.value}"`,
      didYouMean(String(at.value), clients) ??
        (clients.length === 0 ? "declare a client in `actors`" : `clients: ${clients.join(", ")}`),
    );
  }
}
