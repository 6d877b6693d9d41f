// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What actors are given, once the run knows its servers. @module */

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

/** A client's options, ready for the driver; the path of credentials starts at the scenario's folder. */
export function clientOptions(
  actor: ClientActor,
  variables: ReadonlyMap<string, Json>,
  folder: string,
): { readonly [key: string]: Json } {
  const options = fillActor(actor.options, variables);
  const { creds } = options;
  return typeof creds === "string" && !creds.includes("-----BEGIN ")
    ? { ...options, creds: resolve(folder, creds) }
    : options;
}
