// Copyright 2026 the natsrig authors. Apache-2.0 license.

import { applications } from "./applications.ts";
import { serve, type ServeOptions } from "./serve.ts";

/** Where and for whom an application runs. */
export interface StartApplicationContext {
  /** Its actor's name; also the connection's and the service's. */
  readonly name: string;
  /** Where to connect to. */
  readonly servers: readonly string[];
  /** How to use TLS. Default: where the server wants or offers it. */
  readonly tls?: NonNullable<ServeOptions["tls"]>;
  /** Gets a line for each error. */
  readonly log: (text: string) => void;
  /** Aborted: it ends. */
  readonly signal: AbortSignal;
}

/**
 * Starts a stock application on a connection of its own. When it resolves, the server has confirmed
 * its subscriptions.
 *
 * @param key the application's name in the registry
 * @param options what a scenario's `with` holds
 * @throws {TypeError} where there is no such application
 * @throws {z.ZodError} where the options do not fit its schema
 * @throws {Error} where it cannot connect or subscribe
 */
export async function startApplication(
  key: string,
  options: { readonly [key: string]: unknown },
  context: StartApplicationContext,
): Promise<AsyncDisposable> {
  const application = applications.get(key);
  if (application === undefined) {
    const known = [...applications.keys()].join(", ");
    throw new TypeError(`Cannot start application "${key}" as it must be one of ${known}`);
  }
  const router = await application.router(options);
  const { servers, tls, log, signal } = context;
  const name = context.name.replace(/[^\w-]/g, "_");
  const description = application.about;
  const connection = { servers, noEcho: true, ...tls !== undefined && { tls } };
  return await serve(router, { ...connection, name, log, signal, description });
}
