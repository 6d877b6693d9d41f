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
  // Loaded here, so that who only wants to know of applications does not pay for the client.
  const { connect } = await import("../client/mod.ts");
  await using parts = new AsyncDisposableStack();
  const client = await connect(
    { servers, name, ...connection, ...tls !== undefined && { tls } },
    { signal },
  );
  parts.defer(() => client.close());
  const { cache, stop } = await application.open?.(options, { client, log, signal }) ?? {};
  if (stop !== undefined) parts.defer(stop);
  const description = application.about;
  const service = { client, name, log, signal, description, ...cache !== undefined && { cache } };
  parts.use(await serve(router, service));
  return endWith(parts.move(), { log, signal });
}

// It is there as long as its scenario is, whatever becomes of the servers.
const connection = { noEcho: true, maxReconnectAttempts: -1, reconnectTimeWait: 100 };

function endWith(
  parts: AsyncDisposableStack,
  { log, signal }: Pick<StartApplicationContext, "log" | "signal">,
): AsyncDisposable {
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => {
    signal.removeEventListener("abort", abort);
    return ended ??= parts.disposeAsync();
  };
  const abort = (): void => {
    end().catch((error: unknown) => log(`cannot end: ${error}`));
  };
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  return { [Symbol.asyncDispose]: end };
}
