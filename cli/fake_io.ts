// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** A process for tests of commands: what they write is kept, signals come from the test. @module */

import type { Io, StopSignal } from "./io.ts";
import { main } from "./main.ts";
import { dirname } from "node:path";

/** A process that a test drives. */
export interface FakeIo extends Io {
  /** What was written; of bytes what they say as UTF-8. */
  readonly written: { stdout: string; stderr: string };
  /** The codes that `exit` was called with. */
  readonly exits: readonly number[];
  /** Sends a signal to whoever listens. */
  stop(signal: StopSignal): void;
  /** Called after each write to stdout, with all that was written. */
  onStdout?: (text: string) => void;
}

/** What the test's own surroundings must not change. */
const hidden: ReadonlySet<string> = new Set([
  "FORCE_COLOR",
  "GITHUB_STEP_SUMMARY",
  "NATS_CONTEXT",
  "NATS_URL",
  "NO_COLOR",
  "TERM",
]);

/** Makes one. */
export function fakeIo(
  options: {
    readonly cwd?: string;
    readonly env?: { readonly [name: string]: string };
    readonly stdin?: readonly Uint8Array[];
  } = {},
): FakeIo {
  const written = { stdout: "", stderr: "" };
  const exits: number[] = [];
  const handlers = new Set<(signal: StopSignal) => void>();
  const decoder = new TextDecoder();
  const writeOut = (text: string) => {
    written.stdout += text;
    io.onStdout?.(written.stdout);
  };
  const io: FakeIo = {
    cwd: options.cwd ?? Deno.cwd(),
    env: (name) => options.env?.[name] ?? (hidden.has(name) ? undefined : Deno.env.get(name)),
    stdin: () => ReadableStream.from(options.stdin ?? []),
    stdout: {
      terminal: false,
      width: () => 80,
      write: writeOut,
      writeBytes: (data) => writeOut(decoder.decode(data)),
    },
    stderr: { terminal: false, width: () => 80, write: (text) => void (written.stderr += text) },
    onStop: (handler) => {
      handlers.add(handler);
      return { [Symbol.dispose]: () => void handlers.delete(handler) };
    },
    exit: (code) => void exits.push(code),
    written,
    exits,
    stop: (signal) => handlers.forEach((handler) => handler(signal)),
  };
  return io;
}

/** Runs a command line in a folder that holds some files; the folder is removed afterwards. */
export async function runMain(
  args: readonly string[],
  files: { readonly [path: string]: string } = {},
  env: { readonly [name: string]: string } = {},
): Promise<{ code: number; stdout: string; stderr: string; left: { [path: string]: string } }> {
  const cwd = await Deno.realPath(await Deno.makeTempDir({ prefix: "natsrig-cli-" }));
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(`${cwd}/${path}`), { recursive: true });
      await Deno.writeTextFile(`${cwd}/${path}`, text);
    }
    const io = fakeIo({ cwd, env });
    const code = await main(args, io);
    return { code, ...io.written, left: await readTree(cwd) };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

async function readTree(folder: string, below = ""): Promise<{ [path: string]: string }> {
  const files: { [path: string]: string } = {};
  for await (const entry of Deno.readDir(`${folder}/${below}`)) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory) Object.assign(files, await readTree(folder, path));
    else files[path] = await Deno.readTextFile(`${folder}/${path}`);
  }
  return files;
}
