// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { fileURLToPath } from "node:url";
import type { ResponderOptions, Usage } from "./app_contender.ts";
import type { Responder } from "./app_work.ts";
import { LineProcess } from "./client_process.ts";

/** Starts a responder in a process of its own; it answers when this resolves. */
export async function startAppResponder(
  options: ResponderOptions,
  signal: AbortSignal,
): Promise<Responder> {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const config = path("../deno.json");
  const args = ["run", "-A", "--config", config, path("app_responder.ts"), JSON.stringify(options)];
  const command = { command: Deno.execPath(), args };
  const process = await LineProcess.start<"usage", Usage>(command, signal);
  return { process, subject: options.subject };
}
