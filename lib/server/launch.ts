// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** One run of a nats-server process, from its spawn to its readiness and end. @module */

import { resolve } from "node:path";
import { reasonOf, ServerError } from "./error.ts";
import type { Guard } from "./guard.ts";
import type { LogBuffer } from "./log_buffer.ts";
import { readInfo } from "./read_info.ts";
import { portsWhenReady, type Progression, readLine, readPortsFile } from "./readiness.ts";
import type { ConfigSettings, ServerPorts } from "./render_config.ts";
import { type GuardedProcess, type ProcessStatus, spawnGuarded } from "./spawn_guarded.ts";
import { deadline, orAborted } from "./wait.ts";

/** A server that says nothing to a client for this long has its TLS handshake first. */
const infoSilenceMs = 1000;
/** How often to look for the ports file; the log's lines come first unless they go elsewhere. */
const portsFilePollMs = 50;

/** How to launch. */
export interface LaunchOptions {
  readonly binary: string;
  /** What stands in the configuration file, which is written. */
  readonly settings: ConfigSettings;
  readonly guard: Guard;
  readonly log: LogBuffer;
  readonly timeoutMs: number;
  readonly signals: readonly (AbortSignal | undefined)[];
  /** Is told of the process before it is ready. */
  readonly onSpawn: (process: LaunchedProcess) => void;
}

/** A process whose log is read. */
export interface LaunchedProcess {
  readonly process: GuardedProcess;
  /** Its end, when the log has been read to its end too. */
  readonly ended: Promise<ProcessStatus>;
}

/** A server that takes clients. */
export interface Launched extends LaunchedProcess {
  readonly ports: ServerPorts;
  /** Absent where the server does not tell before a TLS handshake. */
  readonly version: string | undefined;
}

/** The configuration file in a server's folder. */
export function configPath(folder: string): string {
  return `${folder}/server.conf`;
}

/**
 * Starts the process and waits until it takes clients. Where that fails, the process has ended.
 *
 * @throws {ServerError} `exited`, `not-ready`
 */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const { log, settings: { folder, name } } = options;
  const first = log.count;
  const process = await spawnGuarded({
    command: options.binary.includes("/") ? resolve(options.binary) : options.binary,
    // Relative paths in added configuration text stay within the folder.
    cwd: folder,
    args: ["-c", configPath(folder)],
    stdout: "null",
    guard: options.guard,
  });
  const timeout = () =>
    new ServerError(
      `nats-server ${name} was not ready after ${options.timeoutMs} ms` + tail(log, first),
      { code: "not-ready" },
    );
  const over = new AbortController();
  using limit = deadline(options.timeoutMs, timeout, over.signal, ...options.signals);
  const listening = waitForPorts(options, process.pid, limit.signal);
  const ended = log.read(process.stderr).then(() => process.status);
  const exited = ended.then((status): never => {
    throw new ServerError(exitMessage(name, status) + tail(log, first), { code: "exited" });
  });
  // It is looked at in the races below only.
  exited.catch(() => {});
  options.onSpawn({ process, ended });
  try {
    const ports = await Promise.race([exited, listening]);
    const reading = greetingOf(ports.client, options, limit.signal);
    const info = await Promise.race([exited, reading]);
    const version = info?.["version"];
    return { process, ended, ports, version: typeof version === "string" ? version : undefined };
  } catch (error) {
    process.kill("SIGKILL");
    const status = await ended;
    if (error instanceof ServerError || limit.signal.aborted) throw error;
    // The connection broke: because the process ended, or for a reason of its own.
    if (status.signal !== "SIGKILL") await exited;
    throw new ServerError(`Cannot connect to nats-server ${name}: ${reasonOf(error)}`, {
      code: "not-ready",
      cause: error,
    });
  } finally {
    over.abort();
    await listening.catch(() => {});
  }
}

/** What the server says first, where asking for it leaves no complaint in its log. */
async function greetingOf(
  port: number,
  { settings }: LaunchOptions,
  signal: AbortSignal,
): Promise<Record<string, unknown> | undefined> {
  // It would log a handshake that failed.
  if (settings.tls !== undefined) return undefined;
  return await readInfo(port, { signal, silenceMs: infoSilenceMs });
}

async function waitForPorts(
  options: LaunchOptions,
  pid: number,
  signal: AbortSignal,
): Promise<ServerPorts> {
  const { promise, resolve } = Promise.withResolvers<ServerPorts>();
  const { settings } = options;
  const listeners = {
    websocket: settings.websocket ?? false,
    cluster: settings.routes !== undefined,
  };
  let known: Progression = { ports: {}, ready: false };
  const look = (next: Progression) => {
    known = next;
    const ports = portsWhenReady(known, listeners);
    if (ports !== undefined) resolve(ports);
  };
  const silence = options.log.listen((line) => look(readLine(known, line)));
  const file = `${settings.folder}/nats-server_${pid}.ports`;
  const timer = setInterval(() => {
    const found = tryPortsFile(file);
    if (found !== undefined) look(found);
  }, portsFilePollMs);
  try {
    return await orAborted(promise, signal);
  } finally {
    silence();
    clearInterval(timer);
  }
}

function tryPortsFile(path: string): Progression | undefined {
  try {
    return readPortsFile(Deno.readTextFileSync(path));
  } catch (error) {
    // Not there yet, or written in part.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `nats-server n1 ended (exit 1)`. */
export function exitMessage(name: string, status: ProcessStatus): string {
  const how = status.signal === null ? `exit ${status.code}` : status.signal;
  return `nats-server ${name} ended (${how})`;
}

/** What a server gave as the reason of its end, or else its last lines. */
function tail(log: LogBuffer, first: number): string {
  const lines = log.since(first).map(plainLine).filter((line) => line !== "");
  const complaints = lines.filter((line) =>
    /^\[(FTL|ERR)\]|^nats-server: |^natsrig-gate: /.test(line)
  );
  const shown = complaints.length > 0 ? complaints.slice(-3) : lines.slice(-5);
  return shown.length === 0 ? ", without a word" : `: ${shown.join("\n")}`;
}

/** A line of the log without process id and time. */
export function plainLine(line: string): string {
  return line.replace(/^\[\d+\] \S+ \S+ (?=\[)/, "").trimEnd();
}

/** Whether a failed launch was due to a port that someone else has at the moment. */
export function isPortTaken(error: unknown): boolean {
  return error instanceof ServerError && error.code === "exited" &&
    /address already in use|Only one usage of each socket/i.test(reasonOf(error));
}
