// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** When a signal's effect is real. @module */

import { ServerError } from "./error.ts";
import { plainLine } from "./launch.ts";
import type { LogBuffer } from "./log_buffer.ts";

/** Resolves with what a further line of the log gives, or when the process has ended. */
async function fromLog<T>(
  log: LogBuffer,
  ended: Promise<unknown>,
  read: (line: string) => T | undefined,
): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<T | undefined>();
  const stop = log.listen((line) => {
    const value = read(plainLine(line));
    if (value !== undefined) resolve(value);
  });
  ended.then(() => resolve(undefined));
  try {
    return await promise;
  } finally {
    stop();
  }
}

/**
 * Resolves when the server has taken its configuration file again.
 *
 * @throws {ServerError} `reload-failed` with the server's own reason
 */
export async function reloaded(log: LogBuffer, ended: Promise<unknown>): Promise<void> {
  const refusal = await fromLog(log, ended, (line) => {
    if (/^\[INF\] Reloaded server configuration/.test(line)) return "";
    return /^\[ERR\] Failed to reload server configuration: (.*)$/.exec(line)?.[1];
  });
  if (refusal === "") return;
  const reason = refusal ?? "it ended";
  throw new ServerError(`The server did not reload its configuration: ${reason}`, {
    code: "reload-failed",
  });
}

/** Resolves when the server is in lame duck mode, or has ended already for want of clients. */
export async function toldClients(log: LogBuffer, ended: Promise<unknown>): Promise<void> {
  await fromLog(log, ended, (line) => /Entering lame duck mode/.test(line) || undefined);
}

/** Resolves when a process that was sent SIGSTOP has stopped, as far as the system tells. */
export async function frozen(pid: number, ended: Promise<unknown>): Promise<void> {
  await untilState(pid, ended, (state) => /^ [tT]/.test(state));
}

/** Resolves when a process that was sent SIGCONT goes on, as far as the system tells. */
export async function thawed(pid: number, ended: Promise<unknown>): Promise<void> {
  await untilState(pid, ended, (state) => !/^ [tT]/.test(state));
}

async function untilState(
  pid: number,
  ended: Promise<unknown>,
  accept: (state: string) => boolean,
): Promise<void> {
  if (Deno.build.os !== "linux") return;
  let over = false;
  ended.then(() => over = true);
  while (!over) {
    if (accept(await processState(pid))) return;
  }
}

/** What follows the command's name, which stands in parentheses and may hold anything. */
async function processState(pid: number): Promise<string> {
  try {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 1);
  } catch (error) {
    // It ended meanwhile.
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
