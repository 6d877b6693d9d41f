// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { binaryVersion } from "../binary_version.ts";
import { pinnedVersion } from "../pin.ts";
import { parseVersion, versionSatisfies } from "../version.ts";
import type { Answer, FindRequest } from "./types.ts";

/** Why a version does not do; `undefined` where it does. */
export function unfit(version: string, request: FindRequest): string | undefined {
  if (request.version !== undefined && !versionSatisfies(version, request.version)) {
    return `${version} is not ${request.version}`;
  }
  if (!versionSatisfies(version, request.requires)) {
    return `${version} does not satisfy '${request.requires}'`;
  }
  return undefined;
}

/** Judges a binary that is there. */
export async function judge(path: string, request: FindRequest): Promise<Answer> {
  const version = await binaryVersion(path, request.signal);
  const reason = unfit(version, request);
  return reason === undefined ? { path, version } : { reason: `${path}: ${reason}` };
}

/** Judges what `intoCache` gave; what was there already is the cache's, whoever asked for it. */
export async function judgeEntry(
  entry: { readonly path: string; readonly cached: boolean },
  request: FindRequest,
): Promise<Answer> {
  const answer = await judge(entry.path, request);
  return "path" in answer && entry.cached ? { ...answer, provider: "cache" } : answer;
}

/** The full version to fetch: the one asked for or the pinned one, `undefined` for a part of one. */
export function versionToFetch(request: FindRequest): string | undefined {
  const version = (request.version ?? pinnedVersion).replace(/^v/, "");
  return parseVersion(version) === undefined ? undefined : version;
}
