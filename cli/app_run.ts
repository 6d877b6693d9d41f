// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Running Routers until they are told to end. @module */

import type { LogEntry, LogSink } from "../lib/app/logger.ts";
import { checkServeOptions } from "../lib/app/serve_options.ts";
import type { Client } from "../lib/client/client.ts";
import type { OutboxEvent } from "../lib/outbox/event.ts";
import { loadRouters } from "./app_module.ts";
import type { AppSpec } from "./app_spec.ts";
import { finishMs } from "./client_session.ts";
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
 * @throws {OutboxError} where the outbox's file cannot be opened
 * @throws the signal's reason where it is aborted before it serves
 */
export async function runApp(spec: AppSpec, { signal, log }: AppPlace): Promise<void> {
  checkSettings(spec);
  const routers = await loadRouters(spec.modules);
  const { serve } = await import("../lib/app/serve.ts");
  // Ended in the opposite order: the application, its outbox, the connection.
  await using parts = new AsyncDisposableStack();
  const client = await openClient(spec, signal);
  parts.adopt(client, closeClient);
  const stores = await openStores(spec, { client, log });
  if (stores.outbox !== undefined) parts.use(stores.outbox);
  const options = { ...spec.serve, ...stores, client, jetstream: true, onLog: log, signal };
  const app = parts.use(await serve(routers, options));
  const { name, endpoints } = app.info;
  const subjects = endpoints.map(({ subject }) => subject);
  log({ level: "info", message: `serving as "${name}"`, fields: { subjects } });
  const reason = await app.ended;
  if (reason !== undefined) throw reason;
  await parts.disposeAsync();
  log({ level: "info", message: "ended in good order" });
}

async function openClient(spec: AppSpec, signal: AbortSignal): Promise<Client> {
  const { connect } = await import("../lib/client/mod.ts");
  const { name = "natsrig-app" } = spec.serve;
  return await connect({ maxReconnectAttempts: -1, ...spec.connection, name }, { signal });
}

/** Sends what was published, where there is a connection. */
async function closeClient(client: Client): Promise<void> {
  if (client.state === "connected") await client.drain({ timeoutMs: finishMs });
  else await client.close();
}

async function openStores(
  { outbox, cache }: AppSpec,
  { client, log }: { readonly client: Client; readonly log: LogSink },
) {
  return {
    ...(outbox !== undefined && { outbox: await openOutboxFile(outbox, client, log) }),
    ...(cache !== undefined && { cache: await openBucket(cache, client, log) }),
  };
}

async function openOutboxFile(path: string, client: Client, log: LogSink) {
  const { openOutbox } = await import("../lib/outbox/mod.ts");
  return await openOutbox({ client, path, onEvent: (event) => log(outboxEntry(event)) });
}

function outboxEntry(event: OutboxEvent): LogEntry {
  const { kind } = event;
  const level = kind === "retry" ? "info" : kind === "dead" || kind === "store" ? "error" : "warn";
  const message = `outbox: ${kind}`;
  if (!("message" in event)) {
    const { kind: _, ...fields } = event;
    return { level, message, fields };
  }
  const { message: { id, subject }, attempts, error } = event;
  return { level, message, subject, fields: { id, attempts, error } };
}

async function openBucket(bucket: string, client: Client, log: LogSink) {
  const { openKvCache } = await import("../lib/app/open_kv_cache.ts");
  try {
    return await openKvCache(client, { bucket, log: (message) => log({ level: "warn", message }) });
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

/** Before anything is opened. */
function checkSettings({ serve }: AppSpec): void {
  try {
    checkServeOptions(serve);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
