// Copyright 2026 the natsrig authors. Apache-2.0 license.

/**
 * An instance of an application, as a process of its own: `URL`. Its lines: `ready`; at the end of
 * a shutdown `ended, N handlers ran later`.
 *
 * @module
 */

import { Router } from "./router.ts";
import { serve } from "./serve.ts";

let over = false;
let late = 0;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

function look(): void {
  if (over) late++;
}

if (import.meta.main) {
  const router = new Router().on("work", { send: "text", reply: "text" }, async (text) => {
    look();
    await pause();
    look();
    return text;
  }).on("deaf", { send: "text" }, () => new Promise<void>(() => {}));
  const app = await serve(router, {
    servers: Deno.args[0] ?? "",
    concurrency: 8,
    graceMs: Infinity,
    signals: true,
    log: (line) => console.error(line),
  });
  console.log("ready");
  await app.ended;
  over = true;
  // Long enough for what would still run.
  for (let n = 0; n < 20; n++) await pause();
  console.log(`ended, ${late} handlers ran later`);
}
