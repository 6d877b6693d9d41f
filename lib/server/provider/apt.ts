// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { join } from "node:path";
import { intoCache } from "../cache.ts";
import { ServerError } from "../error.ts";
import type { CommandResult } from "../run_command.ts";
import { findOnPath } from "./find_on_path.ts";
import { judgeEntry, unfit } from "./fit.ts";
import type { Answer, FindRequest, Provider } from "./types.ts";

const name = "apt";

/** The distribution's package, unpacked into the cache without root. */
export const apt: Provider = {
  name,
  async find(request: FindRequest): Promise<Answer> {
    for (const tool of ["apt-get", "dpkg"]) {
      if (await findOnPath(tool, request) === undefined) return { reason: `no ${tool} on PATH` };
    }
    const folder = await Deno.makeTempDir({ prefix: "natsrig-apt-" });
    try {
      return await fromPackage(folder, request);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function fromPackage(folder: string, request: FindRequest): Promise<Answer> {
  const { options, version } = await chooseLists(folder, request);
  if (version === undefined) return { reason: "the distribution has no package nats-server" };
  const reason = unfit(version, request);
  if (reason !== undefined) return { reason: `the package's version ${reason}` };
  const entry = await intoCache(request, version, async (target) => {
    request.progress({ provider: name, text: `nats-server ${version}: downloading the package` });
    await must(
      aptGet(folder, [...options, "download", "nats-server"], request),
      "apt-get download",
    );
    const file = await packageFile(folder);
    const unpacked = join(folder, "root");
    await must(run("dpkg", ["-x", file, unpacked], folder, request), "dpkg -x");
    await Deno.copyFile(await binaryIn(unpacked), join(target, "nats-server"));
  });
  return await judgeEntry(entry, request);
}

/** The system's package lists where it has them, or else lists of our own. */
async function chooseLists(
  folder: string,
  request: FindRequest,
): Promise<{ readonly options: readonly string[]; readonly version: string | undefined }> {
  const version = await packageVersion(folder, [], request);
  if (version !== undefined) return { options: [], version };
  const options = await ownLists(folder);
  request.progress({ provider: name, text: "nats-server: reading the package lists" });
  await must(aptGet(folder, [...options, "update"], request), "apt-get update");
  return { options, version: await packageVersion(folder, options, request) };
}

async function ownLists(folder: string): Promise<readonly string[]> {
  const lists = join(folder, "lists");
  const cache = join(folder, "cache");
  await Deno.mkdir(join(lists, "partial"), { recursive: true });
  await Deno.mkdir(join(cache, "archives", "partial"), { recursive: true });
  return ["-o", `Dir::State::lists=${lists}`, "-o", `Dir::Cache=${cache}`];
}

/** `2.9.10` of `nats-server_2.9.10-1+b3_amd64.deb`. */
async function packageVersion(
  folder: string,
  options: readonly string[],
  request: FindRequest,
): Promise<string | undefined> {
  const args = [...options, "download", "--print-uris", "nats-server"];
  const result = await aptGet(folder, args, request);
  if (result.code !== 0) return undefined;
  return /nats-server_(?:\d+(?::|%3a))?(\d+\.\d+\.\d+)/i.exec(result.stdout)?.[1];
}

async function packageFile(folder: string): Promise<string> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.endsWith(".deb")) return join(folder, entry.name);
  }
  throw new ServerError("apt-get download gave no package", { code: "download" });
}

async function binaryIn(unpacked: string): Promise<string> {
  for (const place of ["usr/sbin", "usr/bin"]) {
    const path = join(unpacked, place, "nats-server");
    try {
      await Deno.stat(path);
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new ServerError("The package does not hold nats-server", { code: "archive" });
}

function aptGet(
  folder: string,
  args: readonly string[],
  request: FindRequest,
): Promise<CommandResult> {
  return run("apt-get", ["-q", ...args], folder, request);
}

async function run(
  command: string,
  args: readonly string[],
  folder: string,
  request: FindRequest,
): Promise<CommandResult> {
  return await request.run(command, args, {
    cwd: folder,
    env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    ...request.signal && { signal: request.signal },
  });
}

async function must(result: Promise<CommandResult>, what: string): Promise<void> {
  const { code, stderr } = await result;
  if (code === 0) return;
  const last = stderr.trim().split("\n").slice(-2).join("\n");
  throw new ServerError(`${what} failed: ${last}`, { code: "download" });
}
