// Copyright 2026 the natsrig authors. Apache-2.0 license.

// 1.75.0 lacks a platform package on npm.
/** The version of buf that compiles .proto files. */
export const bufVersion = "1.74.0";

/** Arguments for a Deno that runs a program from npm and looks at no configuration around it. */
export const runFromNpm: readonly string[] = [
  "run",
  "-A",
  "--no-config",
  "--no-lock",
  "--node-modules-dir=none",
  "--quiet",
];

/**
 * Runs buf from npm with the Deno that runs this: the first time it is fetched, then it works
 * offline.
 *
 * @throws {Error} where Deno cannot be run, or the signal's reason
 */
export async function runBuf(
  args: readonly string[],
  options: { readonly cwd: string; readonly signal?: AbortSignal },
): Promise<{ readonly success: boolean; readonly stderr: string }> {
  options.signal?.throwIfAborted();
  const output = await new Deno.Command(Deno.execPath(), {
    args: [...runFromNpm, `npm:@bufbuild/buf@${bufVersion}`, ...args],
    cwd: options.cwd,
    env: { DENO_NO_PACKAGE_JSON: "1", NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).output();
  options.signal?.throwIfAborted();
  return { success: output.success, stderr: new TextDecoder().decode(output.stderr) };
}
