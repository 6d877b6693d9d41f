// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Processes of a run: process actors and `run` steps. @module */

import type { ShellProcess } from "./environment.ts";
import { clientTls } from "./run_actor.ts";
import type { RunState } from "./run_state.ts";
import type { ProcessActor } from "./types.ts";

/** Bytes of a process's output that are kept; more is cut off with a note. */
const maxOutput = 1024 * 1024;

/** Where a process's output goes in the event log. */
export interface Place {
  readonly step?: string;
  readonly actor?: string;
}

/** How a process ended, with what it wrote. */
export interface ProcessResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, its output in the event log; ended with the run. */
export async function runProcess(
  state: RunState,
  command: string,
  options: {
    readonly stdin?: Uint8Array;
    readonly env?: { readonly [name: string]: string };
    readonly place: Place;
  },
): Promise<ProcessResult> {
  const process = await start(state, command, options);
  const gone = Promise.withResolvers<void>();
  // Nobody waits for a step that is broken off; the run does, for its process.
  state.tasks.add(gone.promise);
  try {
    return await state.wait(follow(state, process, options.place));
  } finally {
    try {
      await process[Symbol.asyncDispose]();
    } finally {
      state.tasks.delete(gone.promise);
      gone.resolve();
    }
  }
}

/** A process actor that runs. */
export interface RunningProcess {
  readonly actor: ProcessActor;
  readonly process: ShellProcess;
  /** Its end, its output read to the end. */
  readonly ended: Promise<ProcessResult>;
}

/** Starts a process actor. */
export async function startProcessActor(
  state: RunState,
  actor: ProcessActor,
): Promise<RunningProcess> {
  const process = await start(state, actor.command, {});
  return { actor, process, ended: follow(state, process, { actor: actor.name }) };
}

function start(
  state: RunState,
  command: string,
  options: { readonly stdin?: Uint8Array; readonly env?: { readonly [name: string]: string } },
): Promise<ShellProcess> {
  return state.environment.startShell(command, {
    env: { ...serverEnv(state), ...options.env },
    folder: state.run.folder,
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
  });
}

/** Where the servers are and what they trust, by the names the nats CLI reads. */
function serverEnv({ urls, cluster }: RunState): { readonly [name: string]: string } {
  const url = { NATS_URL: urls.join(",") };
  const tls = clientTls(cluster?.tls);
  if (tls === undefined) return url;
  const { caFile, certFile, keyFile } = tls;
  return {
    ...url,
    NATS_CA: caFile,
    ...certFile !== undefined && { NATS_CERT: certFile },
    ...keyFile !== undefined && { NATS_KEY: keyFile },
  };
}

async function follow(
  state: RunState,
  process: ShellProcess,
  place: Place,
): Promise<ProcessResult> {
  const [stdout, stderr, status] = await Promise.all([
    read(state, process.stdout, { ...place, stream: "stdout" }),
    read(state, process.stderr, { ...place, stream: "stderr" }),
    process.status,
  ]);
  return { exit: status.code, stdout, stderr };
}

async function read(
  state: RunState,
  stream: ReadableStream<Uint8Array>,
  place: Place & { readonly stream: "stdout" | "stderr" },
): Promise<string> {
  const { stream: name, ...where } = place;
  const decoder = new TextDecoder();
  let all = "";
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxOutput) continue;
    const text = decoder.decode(chunk, { stream: true });
    all += text;
    state.emit({ kind: "output", stream: name, text }, where);
  }
  if (size > maxOutput) {
    const text = `\n[cut off: ${size} bytes of output, ${maxOutput} kept]\n`;
    all += text;
    state.emit({ kind: "output", stream: name, text }, where);
  }
  return all;
}
