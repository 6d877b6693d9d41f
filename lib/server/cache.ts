// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** The folder in which fetched binaries stay: `<cache>/nats-server/<version>/nats-server`. @module */

import { join } from "node:path";
import { ServerError } from "./error.ts";
import { binaryName, type Platform } from "./platform.ts";
import type { FindRequest } from "./provider/types.ts";
import { compareVersions, parseVersion, type Version } from "./version.ts";
import { pause } from "./wait.ts";

const lockPollMs = 100;

/**
 * The rig's cache folder: `NATSRIG_CACHE`, or else `natsrig` in the place the system has for caches.
 *
 * @throws {ServerError} `not-found` where the environment has no home folder
 */
export function cacheFolder(
  env: (name: string) => string | undefined,
  platform: Platform,
): string {
  const own = env("NATSRIG_CACHE");
  if (own) return own;
  if (platform.os === "windows") {
    const local = env("LOCALAPPDATA");
    if (local) return join(local, "natsrig");
  }
  const xdg = env("XDG_CACHE_HOME");
  if (xdg && platform.os !== "darwin") return join(xdg, "natsrig");
  const home = env("HOME") ?? env("USERPROFILE");
  if (!home) {
    throw new ServerError("Cannot tell where to keep nats-server: set NATSRIG_CACHE or HOME", {
      code: "not-found",
    });
  }
  return platform.os === "darwin"
    ? join(home, "Library", "Caches", "natsrig")
    : join(home, ".cache", "natsrig");
}

/** Where a version's binary is, or would be. */
export function cachePath(
  request: Pick<FindRequest, "cache" | "platform">,
  version: string,
): string {
  return join(request.cache, "nats-server", version, binaryName(request.platform));
}

/** The versions in the cache, newest first. */
export async function cachedVersions(cache: string): Promise<readonly string[]> {
  const versions: { readonly name: string; readonly version: Version }[] = [];
  try {
    for await (const entry of Deno.readDir(join(cache, "nats-server"))) {
      const version = entry.isDirectory ? parseVersion(entry.name) : undefined;
      if (version !== undefined) versions.push({ name: entry.name, version });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  versions.sort((a, b) => compareVersions(b.version, a.version));
  return versions.map(({ name }) => name);
}

/**
 * Puts a version into the cache: `fill` makes the binary in a folder aside, which is then renamed
 * into place. Two processes never spoil each other's work; a lock keeps the second one waiting
 * rather than fetching the same once more.
 *
 * @param fill makes a file of the binary's name in the folder it is given
 * @returns the binary's path, and whether somebody else had put it there meanwhile
 */
export async function intoCache(
  request: FindRequest,
  version: string,
  fill: (folder: string) => Promise<void>,
): Promise<{ readonly path: string; readonly cached: boolean }> {
  const home = join(request.cache, "nats-server");
  await Deno.mkdir(home, { recursive: true });
  // The system gives the lock back when its owner ends, however that happens.
  using lock = await Deno.open(join(home, `.lock-${version}`), { create: true, write: true });
  await locked(lock, request, version);
  const path = cachePath(request, version);
  if (await exists(path)) return { path, cached: true };
  const aside = await Deno.makeTempDir({ dir: home, prefix: `.partial-${version}-` });
  try {
    await fill(aside);
    for (const made of [aside, join(aside, binaryName(request.platform))]) {
      await Deno.chmod(made, 0o755).catch(unlessUnsupported);
    }
    await Deno.rename(aside, join(home, version));
  } finally {
    await Deno.remove(aside, { recursive: true }).catch(unlessMissing);
  }
  return { path, cached: false };
}

async function locked(lock: Deno.FsFile, request: FindRequest, version: string): Promise<void> {
  for (let told = false; !await lock.tryLock(true); told = true) {
    if (!told) {
      const text = `nats-server ${version}: another process is fetching it`;
      request.progress({ provider: "cache", text });
    }
    await pause(lockPollMs, request.signal);
  }
  await removePartial(join(request.cache, "nats-server"), `.partial-${version}-`);
}

/** Removes what a fetch that was killed has left. */
async function removePartial(home: string, prefix: string): Promise<void> {
  for await (const entry of Deno.readDir(home)) {
    if (!entry.name.startsWith(prefix)) continue;
    await Deno.remove(join(home, entry.name), { recursive: true }).catch(unlessMissing);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

function unlessUnsupported(error: unknown): void {
  if (!(error instanceof Deno.errors.NotSupported)) throw error;
}
