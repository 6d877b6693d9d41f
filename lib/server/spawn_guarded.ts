// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Processes that do not outlive this one. @module */

import { type Guard, guardable, holdGuard } from "./guard.ts";

const encoder = new TextEncoder();

/** What to run under guard. */
export interface GuardedOptions {
  /** The program: a path, or a name on `PATH`. */
  readonly command: string;
  /** Its arguments. Default: none. */
  readonly args?: readonly string[];
  /** Added to this process's environment. */
  readonly env?: { readonly [name: string]: string };
  /** Its working directory. Default: this process's. */
  readonly cwd?: string;
  /** Bytes for its standard input, which then ends. Default: none. */
  readonly stdin?: Uint8Array;
  /** Signals, and the end, go to its whole process group. Default: false. */
  readonly group?: boolean;
  /** Default: `piped`. */
  readonly stdout?: "piped" | "null";
  /** A place in the guard's list to use. Default: one of its own, for as long as it lives. */
  readonly guard?: Guard;
}

/** How a process ended. */
export interface ProcessStatus {
  /** The exit code; 128 and more for a signal. */
  readonly code: number;
  /** The signal that ended it, or null. */
  readonly signal: string | null;
}

/**
 * A process that does not outlive this one. Disposing of it kills it (with its group, where it has
 * one) and waits for its end; streams that nobody reads have to be cancelled.
 */
export interface GuardedProcess extends AsyncDisposable {
  /** Its process id; with `group` also that of its process group. */
  readonly pid: number;
  /** Empty where `stdout` was `null`. */
  readonly stdout: ReadableStream<Uint8Array>;
  /** Its standard error. */
  readonly stderr: ReadableStream<Uint8Array>;
  /** Resolves when it has ended; a group may live on. */
  readonly status: Promise<ProcessStatus>;
  /** Sends a signal; false where the process has ended. */
  kill(signal: Deno.Signal): boolean;
}

/**
 * Starts a process that is killed when this process ends, however that happens.
 *
 * @example
 * ```ts ignore
 * import { spawnGuarded } from "@natsrig/natsrig/server";
 *
 * await using sleeper = await spawnGuarded({ command: "sh", args: ["-c", "sleep 9"], group: true });
 * ```
 *
 * @throws {Deno.errors.NotFound} where there is no such working directory; on Windows also where
 * there is no such command. Elsewhere a missing command ends with code 127 and a word on stderr.
 */
export async function spawnGuarded(options: GuardedOptions): Promise<GuardedProcess> {
  const guard = options.guard ?? holdGuard();
  const ownGuard = options.guard === undefined ? guard : undefined;
  let child: Deno.ChildProcess | undefined;
  try {
    child = spawnGated(options);
    await guard.watch(options.group ? -child.pid : child.pid);
    return new Guarded(child, { ...options, guard, ownGuard });
  } catch (error) {
    // Without a go-ahead the gate ends at the end of its input.
    await child?.stdin.close();
    await child?.status;
    await ownGuard?.[Symbol.asyncDispose]();
    throw error;
  }
}

let terminal: boolean | undefined;

/**
 * Whether a Ctrl-C could come from a terminal. A session of its own keeps it from a process, but
 * costs several milliseconds on Linux, whose scheduler makes a group for each session.
 */
function hasTerminal(): boolean {
  if (terminal !== undefined) return terminal;
  try {
    Deno.openSync("/dev/tty").close();
    terminal = true;
  } catch {
    // There is none, or it cannot be told: then there is none for this process.
    terminal = false;
  }
  return terminal;
}

function spawnGated(options: GuardedOptions): Deno.ChildProcess {
  const args = [...options.args ?? []];
  const [command, gatedArgs] = guardable
    ? ["/bin/sh", ["-c", 'read -r _ && exec "$@"', "natsrig-gate", options.command, ...args]]
    : [options.command, args];
  return new Deno.Command(command, {
    args: gatedArgs,
    stdin: "piped",
    stdout: options.stdout ?? "piped",
    stderr: "piped",
    detached: guardable && (options.group === true || hasTerminal()),
    ...options.env && { env: { ...options.env } },
    ...options.cwd !== undefined && { cwd: options.cwd },
  }).spawn();
}

class Guarded implements GuardedProcess {
  readonly pid: number;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly status: Promise<ProcessStatus>;
  readonly #target: number;
  readonly #ownGuard: Guard | undefined;
  readonly #input: Promise<void>;
  #ended = false;
  #disposed: Promise<void> | undefined;

  constructor(
    child: Deno.ChildProcess,
    options: GuardedOptions & { readonly guard: Guard; readonly ownGuard: Guard | undefined },
  ) {
    this.pid = child.pid;
    this.#target = options.group && guardable ? -child.pid : child.pid;
    this.stdout = options.stdout === "null" ? ReadableStream.from([]) : child.stdout;
    this.stderr = child.stderr;
    this.#ownGuard = options.ownGuard;
    this.status = child.status.then(async ({ code, signal }) => {
      // A group may outlive its first process; it stays on the list until it is disposed of.
      if (!options.group) this.#ended = true;
      if (!options.group) await options.guard.watch(undefined);
      return { code, signal };
    });
    this.#input = feed(child.stdin, options.stdin);
  }

  kill(signal: Deno.Signal): boolean {
    if (this.#ended) return false;
    try {
      Deno.kill(this.#target, signal);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || error instanceof TypeError) return false;
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#disposed ??= this.#end();
  }

  async #end(): Promise<void> {
    this.kill("SIGKILL");
    this.#ended = true;
    await this.status;
    await this.#input;
    await this.#ownGuard?.[Symbol.asyncDispose]();
  }
}

/** Opens the gate, writes the input and ends it. */
async function feed(
  stdin: WritableStream<Uint8Array>,
  input: Uint8Array = new Uint8Array(),
): Promise<void> {
  const writer = stdin.getWriter();
  try {
    if (guardable) await writer.write(encoder.encode("\n"));
    if (input.length > 0) await writer.write(input);
    await writer.close();
  } catch (error) {
    // A process need not read its input to the end.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
