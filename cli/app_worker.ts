// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * An application in a worker, for `--watch`: a new worker loads all modules anew. Its first message
 * is what to run, the next one asks it to end.
 *
 * @module
 */

import { appLog } from "./app_log.ts";
import { runApp } from "./app_run.ts";
import type { AppSpec } from "./app_spec.ts";
import { UsageError } from "./command.ts";

/** What the worker says. */
export type WorkerMessage =
  | { readonly type: "line"; readonly line: string }
  | { readonly type: "ended"; readonly error?: string; readonly help?: string };

const stop = new AbortController();

/** What this file uses of a worker's global scope. */
interface WorkerScope {
  postMessage(message: WorkerMessage): void;
  onmessage: ((event: MessageEvent<AppSpec | "stop">) => void) | null;
}

// The types of a program are the window's; this file runs in workers only.
const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  if (data === "stop") stop.abort(new DOMException("stopped", "AbortError"));
  else run(data).then((message) => scope.postMessage(message));
};

async function run(spec: AppSpec): Promise<WorkerMessage> {
  const { signal } = stop;
  const log = appLog(spec.log, (line) => scope.postMessage({ type: "line", line }));
  try {
    await runApp(spec, { signal, log });
    return { type: "ended" };
  } catch (error) {
    if (signal.aborted && error === signal.reason) return { type: "ended" };
    const help = error instanceof UsageError && error.help !== undefined
      ? { help: error.help }
      : {};
    return {
      type: "ended",
      error: error instanceof Error ? error.message : String(error),
      ...help,
    };
  }
}
