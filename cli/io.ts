// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What commands see of the process they run in; tests give their own. @module */

import { oncePerPress } from "./once_per_press.ts";

/** A stream to write text to. */
export interface Sink {
  /** Writes all of a text. */
  write(text: string): void;
  /** It is a terminal: lines may be rewritten. */
  readonly terminal: boolean;
  /** Its width in columns. */
  width(): number;
}

/** A stream that also takes bytes. */
export interface ByteSink extends Sink {
  /** Writes all of some bytes. */
  writeBytes(data: Uint8Array): void;
}

/** A signal that asks the program to end. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** The process a command runs in. */
export interface Io {
  /** The working directory, absolute. */
  readonly cwd: string;
  /** A variable of the environment. */
  env(name: string): string | undefined;
  /** What comes in by the standard input. */
  stdin(): ReadableStream<Uint8Array>;
  /** The standard output. */
  readonly stdout: ByteSink;
  /** The standard error. */
  readonly stderr: Sink;
  /** Calls `handler` at each SIGINT and SIGTERM, once per key press, until disposed of. */
  onStop(handler: (signal: StopSignal) => void): Disposable;
  /** Ends the process at once. */
  exit(code: number): void;
}

/** The exit codes. */
export const exitCode = {
  /** All passed or were skipped. */
  ok: 0,
  /** A scenario failed, or what a client was to do. */
  failed: 1,
  /** Bad usage or an invalid file. */
  usage: 2,
  /** The rig could not do its work, or no server was reached. */
  rig: 3,
  /** stdout was closed by its reader. */
  pipe: 141,
} as const;

/** The exit code of a program that a signal ended. */
export function exitCodeOf(signal: StopSignal): number {
  return signal === "SIGINT" ? 130 : 143;
}

/** Colours are wanted on a sink. `NO_COLOR` goes before `FORCE_COLOR`. */
export function wantsColour(sink: Sink, io: Pick<Io, "env">): boolean {
  if ((io.env("NO_COLOR") ?? "") !== "") return false;
  const forced = io.env("FORCE_COLOR") ?? "";
  if (forced !== "") return forced !== "0";
  return sink.terminal && io.env("TERM") !== "dumb";
}

/** The process itself. */
export function processIo(): Io {
  return {
    cwd: Deno.cwd(),
    env: (name) => Deno.env.get(name),
    stdin: () => Deno.stdin.readable,
    stdout: sinkOf(Deno.stdout),
    stderr: sinkOf(Deno.stderr),
    onStop: onStopOfProcess,
    exit: (code) => Deno.exit(code),
  };
}

function sinkOf(stream: typeof Deno.stdout): ByteSink {
  const encoder = new TextEncoder();
  const writeBytes = (data: Uint8Array) => {
    let rest = data;
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  };
  return {
    terminal: stream.isTerminal(),
    width: () => stream.isTerminal() ? Deno.consoleSize().columns : 80,
    write: (text) => writeBytes(encoder.encode(text)),
    writeBytes,
  };
}

function onStopOfProcess(handler: (signal: StopSignal) => void): Disposable {
  // Windows knows no SIGTERM listener.
  const signals: StopSignal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const press = oncePerPress(handler);
  const listeners = signals.map((signal) => ({ signal, listener: () => press(signal) }));
  for (const { signal, listener } of listeners) Deno.addSignalListener(signal, listener);
  return {
    [Symbol.dispose]: () => {
      for (const { signal, listener } of listeners) Deno.removeSignalListener(signal, listener);
    },
  };
}
