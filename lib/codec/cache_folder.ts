// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { join } from "node:path";

/** What {@linkcode cacheFolder} looks at. */
export interface CacheFolderOptions {
  /** Environment variables. Default: the process's. */
  readonly env?: (name: string) => string | undefined;
  /** Default: `Deno.build.os`. */
  readonly os?: typeof Deno.build.os;
}

/**
 * The folder of everything that can be fetched or computed again: `NATSRIG_CACHE`; otherwise
 * `natsrig` in `XDG_CACHE_HOME`, or in the place the system has for caches.
 *
 * @throws {Error} where the environment names no home
 */
export function cacheFolder(options: CacheFolderOptions = {}): string {
  const env = options.env ?? ((name: string) => Deno.env.get(name));
  const set = (name: string): string | undefined => env(name) || undefined;
  const own = set("NATSRIG_CACHE");
  if (own !== undefined) return own;
  const parent = set("XDG_CACHE_HOME") ?? systemCache(options.os ?? Deno.build.os, set);
  if (parent !== undefined) return join(parent, "natsrig");
  throw new Error("Cannot find a cache folder: set NATSRIG_CACHE to one");
}

function systemCache(
  os: typeof Deno.build.os,
  env: (name: string) => string | undefined,
): string | undefined {
  if (os === "windows") return env("LOCALAPPDATA");
  const home = env("HOME");
  if (home === undefined) return undefined;
  return os === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
}
