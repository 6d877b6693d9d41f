// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * How much the machine got in the way while a bounded step ran. On Linux: the time that threads
 * of this process and of the servers waited for a processor. Elsewhere: how late the event loop was.
 *
 * @module
 */

/** A running measurement; calling it ends it and gives milliseconds. */
export type Measurement = () => number;

/** Begins to measure the interference with this process and others. */
export function measureInterference(pids: readonly number[]): Measurement {
  return tellsRunQueue() ? measureRunQueue(["self", ...pids.map(String)]) : measureLoop();
}

let runQueue: boolean | undefined;

/** Whether the kernel tells how long threads wait: Linux, unless it is built without that. */
function tellsRunQueue(): boolean {
  return runQueue ??= Deno.build.os === "linux" &&
    readDelay(`/proc/self/task/${Deno.pid}/schedstat`) !== undefined;
}

function measureRunQueue(processes: readonly string[]): Measurement {
  const before = readDelays(processes);
  return () => {
    let nanoseconds = 0;
    for (const [thread, delay] of readDelays(processes)) {
      // A thread that is new since then has waited for all it shows.
      nanoseconds += delay - (before.get(thread) ?? 0);
    }
    return Math.max(0, nanoseconds / 1e6);
  };
}

/** The run-queue delay of each thread, nanoseconds. */
function readDelays(processes: readonly string[]): Map<string, number> {
  const delays = new Map<string, number>();
  for (const process of processes) {
    for (const thread of threadsOf(process)) {
      const path = `/proc/${process}/task/${thread}/schedstat`;
      const delay = readDelay(path);
      if (delay !== undefined) delays.set(path, delay);
    }
  }
  return delays;
}

function threadsOf(process: string): readonly string[] {
  try {
    return Array.from(Deno.readDirSync(`/proc/${process}/task`), (entry) => entry.name);
  } catch (error) {
    // The process has ended, and waits for nothing; or it is another user's.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return [];
    if (error instanceof Deno.errors.PermissionDenied) return [];
    throw error;
  }
}

function readDelay(path: string): number | undefined {
  try {
    const [, delay] = Deno.readTextFileSync(path).split(" ");
    return delay === undefined ? undefined : Number(delay);
  } catch (error) {
    // The thread ended between the listing and now (ESRCH shows as a plain error).
    if (error instanceof Error) return undefined;
    throw error;
  }
}

const beatMs = 5;

/** Measures how late the event loop was, at its worst. */
export function measureLoop(): Measurement {
  let last = performance.now();
  let late = 0;
  const beat = () => {
    const now = performance.now();
    late = Math.max(late, now - last - beatMs);
    last = now;
  };
  const id = setInterval(beat, beatMs);
  return () => {
    clearInterval(id);
    beat();
    return late;
  };
}
