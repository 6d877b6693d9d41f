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

/** The full version to fetch: the one asked for or the pinned one, `undefined` for a part of one. */
export function versionToFetch(request: FindRequest): string | undefined {
  const version = (request.version ?? pinnedVersion).replace(/^v/, "");
  return parseVersion(version) === undefined ? undefined : version;
}
