// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { LogBuffer } from "./log_buffer.ts";
import { spawnGuarded } from "./spawn_guarded.ts";

/** How to run a command. */
export interface RunCommandOptions {
  /** The working directory. Default: this process's. */
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: { readonly [name: string]: string };
  /** Ends it, with all it has started. */
  readonly signal?: AbortSignal;
  /** Sees each line of its standard error. */
  readonly onLine?: (line: string) => void;
}

/** What a command gave. */
export interface CommandResult {
  /** The exit code. */
  readonly code: number;
  /** Its standard output. */
  readonly stdout: string;
  /** Its standard error, at most the last 2000 lines. */
  readonly stderr: string;
}

/** Runs a command to its end; the seam through which providers use other programs. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  options: RunCommandOptions,
) => Promise<CommandResult>;

/** Runs a command to its end, under guard, its process group with it. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: RunCommandOptions,
): Promise<CommandResult> {
  const { signal } = options;
  signal?.throwIfAborted();
  await using process = await spawnGuarded({
    command,
    args,
    group: true,
    ...options.env && { env: options.env },
    ...options.cwd !== undefined && { cwd: options.cwd },
  });
  const stop = () => void process.kill("SIGKILL");
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const log = new LogBuffer();
    if (options.onLine) log.listen(options.onLine);
    const [stdout, status] = await Promise.all([
      new Response(process.stdout).text(),
      process.status,
      log.read(process.stderr),
    ]);
    signal?.throwIfAborted();
    return { code: status.code, stdout, stderr: log.lines().join("\n") };
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
