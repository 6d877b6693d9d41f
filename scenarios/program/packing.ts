// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * An application that takes its time, for scenarios: a request says for how many milliseconds. It
 * tells when it begins to pack an order, and which process does. Run it with
 * `natsrig app packing.ts`.
 *
 * @module
 */

import { Router } from "../../lib/app/mod.ts";

const router: Router = new Router().on(
  "orders.:number.pack",
  { send: "text", reply: "text" },
  async (takesMs, { params, publish, signal }) => {
    publish(`orders.${params.number}.begun`, { pid: Deno.pid }, { type: "json" });
    await pause(Number(takesMs), signal);
    return `packed ${params.number}`;
  },
);

export default router;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
