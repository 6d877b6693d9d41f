// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { cacheFolder } from "./cache.ts";
import { type Attempt, reasonOf, ServerError } from "./error.ts";
import { defaultMirror, oldestVersion } from "./pin.ts";
import { currentPlatform, type Platform } from "./platform.ts";
import { providers as allProviders } from "./provider/mod.ts";
import type { FindRequest, FoundServer, Progress, Provider } from "./provider/types.ts";
import { type RunCommand, runCommand } from "./run_command.ts";
import { versionSatisfies } from "./version.ts";

/** What to look for, and where. */
export interface FindServerOptions {
  /** A range the version must be in: `>=2.10`. Default: `>=2.9`. */
  readonly requires?: string;
  /** A version to use, or its first parts: `2.15.2`, `2.12`. Default: any; 2.15.0 is fetched. */
  readonly version?: string;
  /** The cache folder. Default: `NATSRIG_CACHE`, or the system's place for caches. */
  readonly cache?: string;
  /** Base URL of release archives. Default: `NATSRIG_SERVER_MIRROR`, or the project's releases. */
  readonly mirror?: string;
  /** Reads the environment. Default: the process's own. */
  readonly env?: (name: string) => string | undefined;
  /** Sees what is being fetched. */
  readonly progress?: (progress: Progress) => void;
  /** Ends the search, and whatever it is doing. */
  readonly signal?: AbortSignal;
  /** The ways that are tried, in this order. Default: all. */
  readonly providers?: readonly Provider[];
  /** Runs other programs. */
  readonly run?: RunCommand;
  /** What to look for binaries of. Default: this machine. */
  readonly platform?: Platform;
}

/**
 * Finds a nats-server binary: `NATSRIG_SERVER`, the cache, `PATH`, the release archive (verified),
 * `go install`, the distribution's package. The first one that does is used.
 *
 * @example
 * ```ts
 * import { describeServer, findServer } from "@natsrig/natsrig/server";
 * import { assertMatch } from "@std/assert";
 *
 * const found = await findServer({ requires: ">=2.9" });
 * assertMatch(describeServer(found), /^nats-server 2\.\d+\.\d+ \(.+\)$/);
 * ```
 *
 * @throws {ServerError} `not-found`, with what was tried in `attempts`; `version` for a bad range
 */
export async function findServer(options: FindServerOptions = {}): Promise<FoundServer> {
  const request = toRequest(options);
  const attempts: Attempt[] = [];
  for (const provider of options.providers ?? allProviders) {
    request.signal?.throwIfAborted();
    const answer = await ask(provider, request);
    if ("path" in answer) {
      const { path, version } = answer;
      return { path, version, provider: answer.provider ?? provider.name };
    }
    attempts.push({ provider: provider.name, reason: answer.reason });
  }
  const lines = attempts.map(({ provider, reason }) => `  ${provider}: ${reason}`);
  const wanted = request.version ?? request.requires;
  throw new ServerError(`There is no nats-server ${wanted} to be had:\n${lines.join("\n")}`, {
    code: "not-found",
    attempts,
  });
}

/** One line about a binary: `nats-server 2.15.0 (cache)`. */
export function describeServer(found: FoundServer): string {
  return `nats-server ${found.version} (${found.provider})`;
}

function toRequest(options: FindServerOptions): FindRequest {
  const env = options.env ?? ((name: string) => Deno.env.get(name));
  const platform = options.platform ?? currentPlatform();
  const requires = options.requires ?? `>=${oldestVersion}`;
  // Throws where it is no range.
  versionSatisfies("0.0.0", requires);
  if (options.version !== undefined && !/^v?\d+(\.\d+){0,2}(-[\w.]+)?$/.test(options.version)) {
    throw new ServerError(
      `Cannot use '${options.version}' as a version: it must be like 2.15.0 or 2.12`,
      { code: "version" },
    );
  }
  return {
    requires,
    cache: options.cache ?? cacheFolder(env, platform),
    mirror: options.mirror ?? (env("NATSRIG_SERVER_MIRROR") || defaultMirror),
    platform,
    env,
    run: options.run ?? runCommand,
    progress: options.progress ?? (() => {}),
    ...options.version !== undefined && { version: options.version },
    ...options.signal && { signal: options.signal },
  };
}

async function ask(
  provider: Provider,
  request: FindRequest,
): ReturnType<Provider["find"]> {
  try {
    return await provider.find(request);
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    return { reason: reasonOf(error) };
  }
}
