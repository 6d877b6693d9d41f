// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * Nothing is left behind, however this process ends. A tiny shell process, the guard, holds the
 * other end of a pipe and is told of every process and folder; when the pipe closes, because this
 * process ended for whatever reason, SIGKILL included, it kills what still runs and removes what
 * still stands. One guard serves the whole process; it lives as long as anything is guarded.
 *
 * The guard has a session of its own, and where there is a terminal so have all guarded processes:
 * Ctrl-C there reaches this process only. A guarded process starts behind a gate, a shell that waits for one
 * line before it becomes the command: so the guard knows of it before it does anything.
 *
 * Without `/bin/sh` (Windows) there is no guard: processes are ended and folders removed when they
 * are disposed of, but not where this process is killed.
 *
 * @module
 */

/** Keeps its list by number; the last line about a number counts. `-` stands for nothing. */
const guardScript = `
n=0
while read -r id pid folder; do
  [ "$id" -gt "$n" ] && n=$id
  eval "p$id=\\$pid f$id=\\$folder"
done
i=0
while [ "$i" -lt "$n" ]; do
  i=$((i + 1))
  eval "pid=\\$p$i"
  [ "$pid" = - ] || kill -9 "$pid"
done
i=0
while [ "$i" -lt "$n" ]; do
  i=$((i + 1))
  eval "folder=\\$f$i"
  [ "$folder" = - ] && continue
  for try in 1 2 3 4 5; do
    rm -rf -- "$folder" && break
    sleep 0.1
  done
done
exit 0`;

/** Whether this system can have a guard. */
export const guardable: boolean = Deno.build.os !== "windows";
const encoder = new TextEncoder();

/** The shell process, its pipe, and how many hold it. */
class GuardProcess {
  readonly #child: Deno.ChildProcess;
  readonly #pipe: WritableStreamDefaultWriter<Uint8Array>;
  #ids = 0;
  #holders = 0;
  #broken = false;

  constructor() {
    this.#child = new Deno.Command("/bin/sh", {
      args: ["-c", guardScript, "natsrig-guard"],
      cwd: "/",
      stdin: "piped",
      stdout: "null",
      stderr: "null",
      detached: true,
    }).spawn();
    this.#pipe = this.#child.stdin.getWriter();
  }

  /** Takes a number of its own for a new holder. */
  hold(): number {
    this.#holders++;
    return ++this.#ids;
  }

  async tell(id: number, target: number | undefined, folder: string | undefined): Promise<void> {
    try {
      await this.#pipe.write(encoder.encode(`${id} ${target ?? "-"} ${folder ?? "-"}\n`));
    } catch (error) {
      this.#broken = true;
      // Somebody killed the guard. That matters when something is to be guarded, not afterwards.
      if (target !== undefined) throw new Error("The guard process has gone", { cause: error });
    }
  }

  /** Whether that was the last holder. */
  drop(): boolean {
    return --this.#holders === 0;
  }

  async end(): Promise<void> {
    if (!this.#broken) await this.#pipe.close();
    await this.#child.status;
  }
}

/** One guard for the whole process: its cost is paid once, not per server. */
let current: GuardProcess | undefined;

/** A place in the guard's list. Disposing of it takes it off the list; it ends nothing itself. */
export interface Guard extends AsyncDisposable {
  /**
   * Sets the process (negative: the process group) to kill should this process end. The guard
   * knows of it, and of the folder, when the promise resolves.
   */
  watch(target: number | undefined): Promise<void>;
}

/**
 * Has a folder, and a process to be named later, taken care of should this process end. Also
 * useful with neither, to keep the guard's process alive between two that are guarded.
 *
 * @example
 * ```ts
 * import { holdGuard } from "@natsrig/natsrig/server";
 *
 * await using _guard = holdGuard();
 * // servers started here share one guard process
 * ```
 *
 * @param options `folder`: the absolute path of a folder to remove, which need not exist yet
 */
export function holdGuard(options: { readonly folder?: string } = {}): Guard {
  if (!guardable) {
    return { watch: () => Promise.resolve(), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { folder } = options;
  if (folder !== undefined && /[\n\r]|\s$/.test(folder)) {
    throw new TypeError(`Cannot guard the folder '${folder}' as it has a line break in its name`);
  }
  const guard = current ??= new GuardProcess();
  const id = guard.hold();
  const told = guard.tell(id, undefined, folder);
  let released: Promise<void> | undefined;
  const release = async () => {
    const last = guard.drop();
    if (last && current === guard) current = undefined;
    await told;
    await guard.tell(id, undefined, undefined);
    if (last) await guard.end();
  };
  return {
    watch: (target) => guard.tell(id, target, folder),
    [Symbol.asyncDispose]: () => released ??= release(),
  };
}
