// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { ServerError } from "./error.ts";
import { runCommand } from "./run_command.ts";
import { parseVersion } from "./version.ts";

/** A binary's answer, as long as the file does not change. */
const known = new Map<string, string>();

/**
 * The version a nats-server binary reports: `2.15.0`. A binary is run once; its answer is kept in
 * memory until its file changes.
 *
 * @throws {ServerError} `version` where it is not nats-server
 */
export async function binaryVersion(path: string, signal?: AbortSignal): Promise<string> {
  const file = await Deno.stat(path);
  const key = `${path}\n${file.mtime?.getTime()}\n${file.size}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const result = await runCommand(path, ["-v"], signal ? { signal } : {});
  const version = /nats-server: v?(\S+)/.exec(result.stdout)?.[1];
  if (version === undefined || parseVersion(version) === undefined) {
    const said = (result.stdout + result.stderr).trim().split("\n")[0] ?? "";
    throw new ServerError(`it does not say which version of nats-server it is: '${said}'`, {
      code: "version",
    });
  }
  known.set(key, version);
  return version;
}
