// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Running Routers until they are told to end. @module */

import type { App } from "../lib/app/serve.ts";
import type { LogSink } from "../lib/app/logger.ts";
import { loadRouters } from "./app_module.ts";
import type { AppSpec } from "./app_spec.ts";
import { UsageError } from "./command.ts";

/** Where the application runs. */
export interface AppPlace {
  /** Aborted: it ends in good order. */
  readonly signal: AbortSignal;
  /** Gets what is logged. */
  readonly log: LogSink;
}

/**
 * Loads the modules and serves their Routers until the signal ends it.
 *
 * @throws {UsageError} where a module has no Router, or a setting is not as it must be
 * @throws {ClientError} where it cannot connect, or the connection was closed for good
 * @throws the signal's reason where it is aborted before it serves
 */
export async function runApp(spec: AppSpec, { signal, log }: AppPlace): Promise<void> {
  const routers = await loadRouters(spec.modules);
  const { serve } = await import("../lib/app/serve.ts");
  const options = { ...spec.connection, ...spec.serve, jetstream: true, onLog: log, signal };
  await using app = await start(() => serve(routers, options));
  const { name, endpoints } = app.info;
  const subjects = endpoints.map(({ subject }) => subject);
  log({ level: "info", message: `serving as "${name}"`, fields: { subjects } });
  const reason = await app.ended;
  if (reason !== undefined) throw reason;
  log({ level: "info", message: "ended in good order" });
}

async function start(serve: () => Promise<App>): Promise<App> {
  try {
    return await serve();
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
