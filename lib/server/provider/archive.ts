// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { join } from "node:path";
import { intoCache } from "../cache.ts";
import { download } from "../download.ts";
import { ServerError } from "../error.ts";
import { inflate } from "../inflate.ts";
import { pinnedChecksums, pinnedVersion } from "../pin.ts";
import { archiveName, binaryName } from "../platform.ts";
import { findTarEntry } from "../untar.ts";
import { findZipEntry } from "../unzip.ts";
import { judgeEntry, unfit, versionToFetch } from "./fit.ts";
import type { Answer, FindRequest, Provider } from "./types.ts";

const name = "release archive";

/** The release archive of a version, verified against its SHA-256. */
export const archive: Provider = {
  name,
  async find(request: FindRequest): Promise<Answer> {
    const version = versionToFetch(request);
    if (version === undefined) return { reason: `it needs a full version, not ${request.version}` };
    const reason = unfit(version, request);
    if (reason !== undefined) return { reason };
    const entry = await intoCache(request, version, async (folder) => {
      const binary = await fetchBinary(version, request);
      await Deno.writeFile(join(folder, binaryName(request.platform)), binary);
    });
    return await judgeEntry(entry, request);
  },
};

async function fetchBinary(version: string, request: FindRequest): Promise<Uint8Array> {
  const file = archiveName(version, request.platform);
  const base = `${request.mirror.replace(/\/$/, "")}/v${version}`;
  const expected = await expectedChecksum(version, file, { ...request, mirror: base });
  const bytes = await download(`${base}/${file}`, {
    ...request.signal && { signal: request.signal },
    progress: (done, total) =>
      request.progress({
        provider: name,
        text: `nats-server ${version}: downloading`,
        done,
        ...total !== undefined && { total },
      }),
  });
  const actual = await sha256(bytes);
  if (actual !== expected) {
    throw new ServerError(`${file} has the SHA-256 ${actual} instead of ${expected}`, {
      code: "checksum",
    });
  }
  const wanted = binaryName(request.platform);
  const accept = (entry: string) => entry === wanted || entry.endsWith(`/${wanted}`);
  const entry = file.endsWith(".zip")
    ? await findZipEntry(bytes, accept)
    : findTarEntry(await inflate(bytes, "gzip"), accept);
  if (entry === undefined) {
    throw new ServerError(`${file} does not hold ${wanted}`, { code: "archive" });
  }
  return entry.data;
}

/** The pinned one for the pinned version, or else what the release itself says. */
async function expectedChecksum(
  version: string,
  file: string,
  request: FindRequest,
): Promise<string> {
  if (version === pinnedVersion) {
    const { os, arch } = request.platform;
    const pinned = pinnedChecksums[`${os}-${arch}`];
    if (pinned !== undefined) return pinned;
  }
  const url = `${request.mirror}/SHA256SUMS`;
  const bytes = await download(url, request.signal ? { signal: request.signal } : {});
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    const [sum, listed] = line.trim().split(/\s+\*?/);
    if (listed === file && sum !== undefined && /^[0-9a-f]{64}$/i.test(sum)) {
      return sum.toLowerCase();
    }
  }
  throw new ServerError(`${url} does not list ${file}`, { code: "checksum" });
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
