// Copyright 2026 the natsrig authors. Apache-2.0 license.

import type { NatsContext } from "./context.ts";
import { homeFolder, isContextName, parseContext } from "./context.ts";
import type { Environment } from "./environment.ts";
import { environment as processEnvironment } from "./environment.ts";
import { ClientError } from "./error.ts";
import { nearest } from "./nearest.ts";

/**
 * Reads a context of the `nats` CLI from `$XDG_CONFIG_HOME/nats` or `~/.config/nats`.
 *
 * @param name without it the context that `NATS_CONTEXT` names, or the selected one
 * @returns undefined where no name is given and none is selected
 * @throws {ClientError} `invalid-option` where there is no such context or it cannot be used
 */
export function readContext(
  name?: string,
  environment: Environment = processEnvironment,
): NatsContext | undefined {
  const asked = name ?? environment("NATS_CONTEXT");
  const folder = contextFolder(environment);
  if (folder === undefined) {
    if (asked === undefined) return undefined;
    throw refuse(asked, "neither XDG_CONFIG_HOME nor HOME is set, or may be read (--allow-env)");
  }
  const wanted = asked ?? read(`${folder}/context.txt`, "selected")?.trim();
  if (wanted === undefined || wanted === "") return undefined;
  if (!isContextName(wanted)) throw refuse(wanted, "that is no name of a context");
  const path = `${folder}/context/${wanted}.json`;
  const text = read(path, wanted);
  if (text === undefined) throw refuse(wanted, missing(folder, wanted, path));
  return parseContext({ name: wanted, path, text }, environment);
}

function contextFolder(environment: Environment): string | undefined {
  const config = environment("XDG_CONFIG_HOME");
  if (config !== undefined) return `${config}/nats`;
  const home = homeFolder(environment);
  return home === undefined ? undefined : `${home}/.config/nats`;
}

/** Undefined where there is no such file. */
function read(path: string, context: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    const reason = cause instanceof Error ? cause.message : `${cause}`;
    throw refuse(context, `${path} cannot be read: ${reason}`, { cause });
  }
}

function missing(folder: string, name: string, path: string): string {
  const near = nearest(name, contextNames(folder));
  return `there is no ${path}` + (near === undefined ? "" : `; did you mean '${near}'?`);
}

function contextNames(folder: string): readonly string[] {
  try {
    return [...Deno.readDirSync(`${folder}/context`)].flatMap(({ name }) =>
      name.endsWith(".json") ? [name.slice(0, -".json".length)] : []
    );
  } catch {
    // Only a suggestion hangs on it.
    return [];
  }
}

function refuse(name: string, problem: string, options?: ErrorOptions): ClientError {
  return new ClientError(
    "invalid-option",
    `Cannot use the context ${JSON.stringify(name)}: ${problem}`,
    options,
  );
}
