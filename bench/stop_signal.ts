// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Ctrl-C as an AbortSignal. @module */

/** Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function stopSignal(): AbortSignal {
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
