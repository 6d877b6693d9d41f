// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { intoCache } from "../cache.ts";
import { ServerError } from "../error.ts";
import { compareVersions, parseVersion } from "../version.ts";
import { findOnPath } from "./find_on_path.ts";
import { judgeEntry, unfit, versionToFetch } from "./fit.ts";
import type { Answer, FindRequest, Provider } from "./types.ts";

const name = "go install";
const module = "github.com/nats-io/nats-server/v2";

/** Builds a version with `go`, where there is one. */
export const goInstall: Provider = {
  name,
  async find(request: FindRequest): Promise<Answer> {
    const { os } = request.platform;
    const go = await findOnPath(os === "windows" ? "go.exe" : "go", request);
    if (go === undefined) return { reason: "no go on PATH" };
    const version = versionToFetch(request) ?? await newestOf(go, request);
    if (version === undefined) return { reason: `there is no version ${request.version}` };
    const reason = unfit(version, request);
    if (reason !== undefined) return { reason };
    const entry = await intoCache(request, version, async (folder) => {
      await build(go, { version, folder }, request);
    });
    return await judgeEntry(entry, request);
  },
};

async function build(
  go: string,
  target: { readonly version: string; readonly folder: string },
  request: FindRequest,
): Promise<void> {
  const text = `nats-server ${target.version}: building with go`;
  request.progress({ provider: name, text });
  const result = await request.run(go, ["install", `${module}@v${target.version}`], {
    env: { CGO_ENABLED: "0", GOBIN: target.folder },
    onLine: (line) => request.progress({ provider: name, text: line }),
    ...request.signal && { signal: request.signal },
  });
  if (result.code !== 0) throw failed("go install", result.stderr);
}

/** The newest release that begins with the version asked for. */
async function newestOf(go: string, request: FindRequest): Promise<string | undefined> {
  const result = await request.run(go, ["list", "-m", "-versions", module], {
    // A module in the working directory must not have a say.
    env: { GOFLAGS: "-mod=mod" },
    ...request.signal && { signal: request.signal },
  });
  if (result.code !== 0) throw failed("go list", result.stderr);
  const versions = result.stdout.trim().split(/\s+/).slice(1)
    .map((text) => text.replace(/^v/, ""))
    .flatMap((text) => {
      const version = parseVersion(text);
      return version === undefined || version.pre !== "" ? [] : [{ text, version }];
    })
    .filter(({ text }) => unfit(text, request) === undefined)
    .sort((a, b) => compareVersions(b.version, a.version));
  return versions[0]?.text;
}

function failed(what: string, stderr: string): ServerError {
  const last = stderr.trim().split("\n").slice(-3).join("\n");
  return new ServerError(`${what} failed: ${last}`, { code: "download" });
}
