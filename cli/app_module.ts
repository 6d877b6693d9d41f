// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Modules of users, and the Routers in them. @module */

import type { Router } from "../lib/app/router.ts";
import { UsageError } from "./command.ts";
import type { AppSpec } from "./app_spec.ts";

/**
 * Loads modules, and takes their Routers: the default export where it is one, else every Router
 * that is exported.
 *
 * @throws {UsageError} where a module cannot be loaded, or has no Router
 */
export async function loadRouters(modules: AppSpec["modules"]): Promise<readonly Router[]> {
  const routers = new Set<Router>();
  for (const { file, url } of modules) {
    for (const router of routersOf(await load(file, url), file)) routers.add(router);
  }
  return [...routers];
}

async function load(file: string, url: string): Promise<object> {
  try {
    return await import(url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be loaded: ${reason}`);
  }
}

function routersOf(module: object, file: string): readonly Router[] {
  const exported = new Map<string, unknown>(Object.entries(module));
  const preset = exported.get("default");
  if (isRouter(preset)) return [preset];
  const found = [...exported.values()].filter(isRouter);
  if (found.length > 0) return found;
  const names = [...exported.keys()].join(", ");
  throw new UsageError(
    `${file} exports no Router`,
    names === "" ? "it exports nothing: `export default router;`" : `it exports ${names}`,
  );
}

/** By shape: the module may have a copy of the toolkit of its own. */
function isRouter(value: unknown): value is Router {
  return typeof value === "object" && value !== null &&
    ["on", "use", "merge", "routes", "test"].every((name) =>
      name in value && typeof Reflect.get(value, name) === "function"
    );
}
