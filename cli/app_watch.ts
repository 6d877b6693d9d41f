// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** `natsrig app --watch`: an application that is started anew when its files change. @module */

import { atMost } from "../lib/transport/at_most.ts";
import { appLog } from "./app_log.ts";
import type { AppSpec } from "./app_spec.ts";
import type { WorkerMessage } from "./app_worker.ts";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** How long files have to stay as they are, in milliseconds: an editor writes in several steps. */
const quietMs = 100;
/** How long a worker may take to end beyond the handlers' grace, in milliseconds. */
const patienceMs = 5000;
/** The grace that `serve` gives by default, in milliseconds. */
const presetGraceMs = 5000;

const watched = /\.(?:[cm]?[jt]sx?|json|proto|ya?ml|env)$/;
const ignored = /[/\\](?:node_modules|\.git)[/\\]/;

/** Where the application runs. */
export interface WatchPlace {
  /** Aborted: it ends in good order. */
  readonly signal: AbortSignal;
  /** Gets each line of the log. */
  readonly write: (line: string) => void;
}

/**
 * Runs the application until the signal ends it. At a change it ends in good order, then starts
 * anew; where that fails, it tells why and waits for the next change.
 */
export async function watchApp(spec: AppSpec, { signal, write }: WatchPlace): Promise<void> {
  const log = appLog(spec.log, write);
  using changes = new Changes(spec.modules.map(({ url }) => url));
  const stopped = Promise.withResolvers<void>();
  const stop = () => stopped.resolve();
  signal.addEventListener("abort", stop);
  try {
    while (!signal.aborted) {
      const changed = changes.next();
      const app = new AppWorker(spec, write);
      const end = await Promise.race([app.ended, changed, stopped.promise]);
      if (end !== undefined) {
        const { error = "it has ended", help } = end;
        const message = `${error}${help === undefined ? "" : `; ${help}`}; waiting for a change`;
        log({ level: "error", message });
        await Promise.race([changed, stopped.promise]);
      }
      await app.stop();
      if (!signal.aborted) log({ level: "info", message: "a file has changed: starting anew" });
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

type Ended = Extract<WorkerMessage, { readonly type: "ended" }>;

/** An application in a worker. */
class AppWorker {
  /** Its end. */
  readonly ended: Promise<Ended>;
  readonly #worker: Worker;
  readonly #patienceMs: number;

  /** Starts it. */
  constructor(spec: AppSpec, write: (line: string) => void) {
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.ended = promise;
    this.#patienceMs = (spec.serve.graceMs ?? presetGraceMs) + patienceMs;
    this.#worker = new Worker(new URL("./app_worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.type === "line") write(data.line);
      else resolve(data);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      resolve({ type: "ended", error: event.message });
    };
    this.#worker.postMessage(spec);
  }

  /** Ends it in good order, or else by force. */
  async stop(): Promise<void> {
    this.#worker.postMessage("stop");
    await atMost(this.#patienceMs, this.ended);
    this.#worker.terminate();
  }
}

/** Changes of the files below the folders of modules. */
class Changes implements Disposable {
  readonly #watcher: Deno.FsWatcher | undefined;
  #next = Promise.withResolvers<void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Watches the folders of the modules that are files. */
  constructor(urls: readonly string[]) {
    const files = urls.filter((url) => url.startsWith("file:"));
    const folders = new Set(files.map((url) => dirname(fileURLToPath(url))));
    if (folders.size === 0) return;
    this.#watcher = Deno.watchFs([...folders]);
    this.#read(this.#watcher).catch((error: unknown) => this.#next.reject(error));
  }

  /** The next change from now on. */
  next(): Promise<void> {
    this.#next = Promise.withResolvers();
    return this.#next.promise;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#watcher?.close();
  }

  async #read(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      if (kind === "access") continue;
      if (!paths.some((path) => watched.test(path) && !ignored.test(path))) continue;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#next.resolve(), quietMs);
    }
  }
}
