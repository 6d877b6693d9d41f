// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What tests of providers have in common. @module */

import type { CommandResult, RunCommandOptions } from "../run_command.ts";
import type { FindRequest, Progress } from "./types.ts";

/** A script that passes for nats-server of a version. */
export function fakeServer(version: string): string {
  return `#!/bin/sh\necho 'nats-server: v${version}'\n`;
}

/** A folder that goes when it is disposed of. */
export async function tempFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "natsrig-test-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** A request for tests: an environment of its own, and no program that could be run. */
export function testRequest(
  cache: string,
  change: Partial<FindRequest> & { readonly vars?: { readonly [name: string]: string } } = {},
): FindRequest & { readonly told: Progress[] } {
  const told: Progress[] = [];
  const { vars = {}, ...rest } = change;
  return {
    requires: ">=2.9",
    cache,
    mirror: "http://127.0.0.1:1/none",
    platform: { os: "linux", arch: "amd64" },
    env: (name) => vars[name],
    run: (command) => Promise.reject(new Error(`${command} must not be run`)),
    progress: (progress) => told.push(progress),
    told,
    ...rest,
  };
}

/** A recorded use of another program. */
export interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: RunCommandOptions;
}

/** Runs programs by a function, and records them. */
export function recordRun(
  answer: (call: Call) => Partial<CommandResult> | Promise<Partial<CommandResult>>,
): { readonly run: FindRequest["run"]; readonly calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    run: async (command, args, options) => {
      const call = { command, args, options };
      calls.push(call);
      return { code: 0, stdout: "", stderr: "", ...await answer(call) };
    },
  };
}

/** A folder with executable files, for `PATH`. */
export async function makeCommands(
  folder: string,
  files: { readonly [name: string]: string },
): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, text, { mode: 0o755 });
  }
  return folder;
}
