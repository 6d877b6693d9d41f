// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** What the programs here have in common: reading options, Ctrl-C, exit codes. @module */

/** A program, and what its options come to. */
export interface Program<T> {
  /** Reads the arguments; a `RangeError` of it is bad usage. */
  readonly read: (args: readonly string[]) => T;
  /** Does it; false where what it looked at was not as it has to be. */
  readonly run: (options: T, signal: AbortSignal) => Promise<boolean>;
}

/**
 * Runs a program and ends the process: with 0 or 1 as it says, with 2 for bad usage, with 130
 * after SIGINT or SIGTERM. A second signal does not wait.
 */
export async function runProgram<T>({ read, run }: Program<T>): Promise<never> {
  const options = readOptions(read);
  const signal = stopSignal();
  try {
    const good = await run(options, signal);
    Deno.exit(signal.aborted ? 130 : good ? 0 : 1);
  } catch (error) {
    // What a stop interrupts fails in many ways; none of them is news.
    if (signal.aborted) Deno.exit(130);
    throw error;
  }
}

function readOptions<T>(read: Program<T>["read"]): T {
  try {
    return read(Deno.args);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(`error: ${error.message}`);
    Deno.exit(2);
  }
}

function stopSignal(): AbortSignal {
  const controller = new AbortController();
  // Windows knows no SIGTERM listener.
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => {
      if (controller.signal.aborted) Deno.exit(130);
      controller.abort(new DOMException(`stopped by ${signal}`, "AbortError"));
    });
  }
  return controller.signal;
}
