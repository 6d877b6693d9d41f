// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What actors are given, once the run knows its servers. @module */

import type { ServerTls } from "../server/types.ts";
import type { ClientTls } from "./environment.ts";
import { isJsonObject } from "./node.ts";
import { fillJson, follow } from "./template.ts";
import type { Variable } from "./template.ts";
import type { ClientActor, Json } from "./types.ts";
import { resolve } from "node:path";

/** Fills the variables of the run in a part of an actor. */
export function fillActor<T extends Json>(value: T, variables: ReadonlyMap<string, Json>): T {
  const lookup = (variable: Variable) => follow(variables.get(variable.name), variable.path);
  // Filling changes texts only; an actor's parts keep their kinds.
  return fillJson(value, lookup, "throw") as T;
}

/** What clients of the servers need: nothing without TLS, a certificate of their own with mutual TLS. */
export function clientTls(tls: ServerTls | undefined): ClientTls | undefined {
  if (tls === undefined) return undefined;
  const { caFile, certFile, keyFile } = tls;
  return tls.mutual ? { caFile, certFile, keyFile } : { caFile };
}

/** Where an actor connects from and to. */
export interface ActorPlace {
  readonly variables: ReadonlyMap<string, Json>;
  /** The scenario's folder, absolute. */
  readonly folder: string;
  /** What the servers want of clients. */
  readonly tls: ClientTls | undefined;
}

/**
 * A client's options, ready for the driver: paths start at the scenario's folder, and where the
 * actor says nothing of TLS, it does as the servers want.
 */
export function clientOptions(
  actor: ClientActor,
  { variables, folder, tls }: ActorPlace,
): { readonly [key: string]: Json } {
  const given = atFolder(folder, fillActor(actor.options, variables));
  const own = given["tls"];
  if (own === undefined) return tls === undefined ? given : { ...given, tls: { ...tls } };
  return isJsonObject(own) ? { ...given, tls: atFolder(folder, own) } : given;
}

type PathRule = (text: string) => boolean;

const always: PathRule = () => true;

/** Which texts of an option are paths; others are what the file would hold. */
const pathRules: ReadonlyMap<string, PathRule> = new Map<string, PathRule>([
  ["creds", (text) => !text.includes("-----BEGIN ")],
  ["nkey", (text) => /[/\\.]/.test(text)],
  ["caFile", always],
  ["certFile", always],
  ["keyFile", always],
]);

function atFolder(
  folder: string,
  options: { readonly [key: string]: Json },
): { readonly [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      const isPath = typeof value === "string" && pathRules.get(name)?.(value) === true;
      return [name, isPath ? resolve(folder, value) : value];
    }),
  );
}
